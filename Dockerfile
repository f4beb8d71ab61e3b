# The program in a small image: docker run --rm --volume "$PWD:/work" tradeoff lint
FROM rust:1.88-alpine3.22 AS build
RUN apk add --no-cache musl-dev=~1.2
WORKDIR /source
COPY . .
RUN cargo build --release --locked --bin tradeoff

FROM alpine:3.22
# Git is for --changed-since and the trend of progress. The mounted repository belongs to somebody else, and is only read.
RUN apk add --no-cache git=~2 && git config --system --add safe.directory '*'
COPY --from=build /source/target/release/tradeoff /usr/local/bin/tradeoff
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["tradeoff"]
CMD ["lint"]
