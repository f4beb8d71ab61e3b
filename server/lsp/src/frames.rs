//! From the bytes of a stream to its messages, whatever the bytes are.
//!
//! A client that sends something odd is told so once, and is understood again from the next message on. Where a
//! length is wrong, nobody knows where that message starts, so it is looked for: by the name of the field that every
//! header has. JSON cannot hold it in front of a line break, so it is not found inside of what is all right.

use std::borrow::Cow;

use serde_json::{Map, Value};
use tokio::io::{AsyncRead, AsyncReadExt as _};
use tower_lsp::jsonrpc::{Error, ErrorCode, Id, Request, Response};

/// The field of a header that says how long the message is.
const LENGTH: &[u8] = b"content-length";

/// A header is shorter than this.
const MOST_HEADER: usize = 4 << 10;

/// A message is not longer than this: texts of 4 GiB are not opened in editors, and a wrong length must not let us
/// wait for them.
const MOST_BODY: usize = 512 << 20;

/// So much is read at once, at least.
const PORTION: usize = 64 << 10;

/// A message of the client's.
#[derive(Debug, PartialEq)]
pub(crate) enum Incoming {
    Request(Request),
    Response(Response),
}

/// What is to be answered to something that is no message.
#[derive(Debug, PartialEq)]
pub(crate) struct Malformed {
    id: Id,
    pub(crate) error: Error,
}

impl Malformed {
    fn unreadable(why: impl Into<Cow<'static, str>>) -> Self {
        Self { id: Id::Null, error: Error { message: why.into(), ..Error::parse_error() } }
    }

    fn invalid(id: Id, why: &'static str) -> Self {
        Self { id, error: Error { message: why.into(), ..Error::invalid_request() } }
    }

    pub(crate) fn into_response(self) -> Response {
        Response::from_error(self.id, self.error)
    }
}

/// The bytes that have come and are not understood yet.
#[derive(Debug, Default)]
pub(crate) struct Frames {
    buffer: Vec<u8>,
    /// What is before this has been dealt with.
    start: usize,
    /// Whether nobody knows where the next message starts.
    is_lost: bool,
}

impl Frames {
    /// Takes more bytes from `input`; none are left there where this is 0.
    pub(crate) async fn read_from(&mut self, input: &mut (impl AsyncRead + Unpin)) -> std::io::Result<usize> {
        self.buffer.drain(..self.start);
        self.start = 0;
        if self.buffer.is_empty() {
            // What one big message needed is not kept for ever.
            self.buffer.shrink_to(PORTION);
        }
        self.buffer.reserve(PORTION);
        input.read_buf(&mut self.buffer).await
    }

    /// Whether there is the beginning of a message.
    pub(crate) fn is_amid_message(&self) -> bool {
        !self.is_lost && self.start < self.buffer.len()
    }

    /// The next message; nothing before more bytes have come.
    pub(crate) fn next(&mut self) -> Option<Result<Incoming, Malformed>> {
        if self.is_lost && !self.find_header() {
            return None;
        }
        // Some end a message with a line break.
        while matches!(self.unread(), [b'\r' | b'\n', ..]) {
            self.start += 1;
        }
        match header(self.unread()) {
            Header::Incomplete => None,
            Header::Of { length, body } => {
                let message = self.unread().get(body..body + length)?;
                let message = parse(message);
                self.start += body;
                match &message {
                    Err(malformed) if malformed.error.code == ErrorCode::ParseError => self.lose(length),
                    _ => self.start += length,
                }
                Some(message)
            }
            Header::Wrong(why) => {
                // The same bytes must not be found again.
                self.start += 1;
                self.is_lost = true;
                Some(Err(Malformed::unreadable(why)))
            }
        }
    }

    /// Steps over a body of `length` bytes that is no JSON. Where it was too long, the next header starts inside of
    /// it; where it was too short, the rest of the message comes first.
    fn lose(&mut self, length: usize) {
        let next = find(self.unread()).filter(|&next| next < length);
        self.start += next.unwrap_or_else(|| length - beginning_at_end(&self.unread()[..length]));
        self.is_lost = true;
    }

    /// Steps to where a header may start; whether there is one.
    fn find_header(&mut self) -> bool {
        let found = find(self.unread());
        let rest = self.unread();
        self.start += found.unwrap_or_else(|| rest.len() - beginning_at_end(rest));
        self.is_lost = found.is_none();
        !self.is_lost
    }

    fn unread(&self) -> &[u8] {
        &self.buffer[self.start..]
    }
}

/// What a header says.
enum Header {
    /// It has not come to its end.
    Incomplete,
    /// How long the body is, and where it starts.
    Of {
        length: usize,
        body: usize,
    },
    Wrong(&'static str),
}

/// The header at the start of `bytes`.
fn header(bytes: &[u8]) -> Header {
    let mut length = None;
    let mut start = 0;
    loop {
        let rest = &bytes[start..];
        let end = rest.iter().position(|&byte| byte == b'\n');
        let line = rest[..end.unwrap_or(rest.len())].trim_ascii_end();
        let name = line.iter().position(|&byte| byte == b':').unwrap_or(line.len());
        if !line[..name].iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-') {
            return Header::Wrong("a message starts with a header, `Content-Length: ...`");
        }
        let Some(end) = end else {
            let is_long = bytes.len() > MOST_HEADER;
            return if is_long { Header::Wrong("the header is too long") } else { Header::Incomplete };
        };
        start += end + 1;
        match line.split_at(name) {
            ([], []) => break,
            (_, []) => return Header::Wrong("a line of the header has no colon"),
            (name, value) if name.eq_ignore_ascii_case(LENGTH) => {
                let value = std::str::from_utf8(value[1..].trim_ascii()).ok();
                match value.and_then(|value| value.parse().ok()).filter(|_| length.is_none()) {
                    Some(MOST_BODY..) => return Header::Wrong("the message is too long"),
                    Some(number) => length = Some(number),
                    None => return Header::Wrong("`Content-Length` is one number"),
                }
            }
            // There is one encoding in use, whatever it is called here, and bytes that are not of it are noticed.
            _ => {}
        }
    }
    match length {
        Some(length) => Header::Of { length, body: start },
        None => Header::Wrong("the header has no `Content-Length`"),
    }
}

/// Where `bytes` hold the name of the field that every header has.
fn find(bytes: &[u8]) -> Option<usize> {
    bytes.windows(LENGTH.len()).position(|window| window.eq_ignore_ascii_case(LENGTH))
}

/// How many bytes at the end of `bytes` may be the beginning of that name.
fn beginning_at_end(bytes: &[u8]) -> usize {
    let is_beginning = |&length: &usize| {
        bytes.len() >= length && bytes[bytes.len() - length..].eq_ignore_ascii_case(&LENGTH[..length])
    };
    (1..LENGTH.len()).rev().find(is_beginning).unwrap_or_default()
}

/// The message that a body holds.
fn parse(body: &[u8]) -> Result<Incoming, Malformed> {
    let value = serde_json::from_slice(body)
        .map_err(|error| Malformed::unreadable(format!("the message is no JSON: {error}")))?;
    let Value::Object(mut fields) = value else {
        return Err(Malformed::invalid(Id::Null, "a message is an object; there are no batches"));
    };
    let id = fields.remove("id").map(id).transpose()?;
    // Without a method it is an answer, and its number is one of ours: the client must not take it for one of its own.
    let asked = id.clone().filter(|_| fields.contains_key("method")).unwrap_or_default();
    if fields.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
        return Err(Malformed::invalid(asked, "`jsonrpc` is \"2.0\""));
    }
    match fields.remove("method") {
        Some(Value::String(method)) => request(method, id, fields),
        Some(_) => Err(Malformed::invalid(asked, "`method` is a string")),
        None => response(id.unwrap_or_default(), fields),
    }
}

fn id(value: Value) -> Result<Id, Malformed> {
    match value {
        Value::Null => Ok(Id::Null),
        Value::String(name) => Ok(Id::String(name)),
        value => {
            let number = value.as_i64().map(Id::Number);
            number.ok_or_else(|| Malformed::invalid(Id::Null, "`id` is a whole number or a string"))
        }
    }
}

fn request(method: String, id: Option<Id>, mut fields: Map<String, Value>) -> Result<Incoming, Malformed> {
    let params = fields.remove("params");
    if !matches!(params, None | Some(Value::Object(_) | Value::Array(_) | Value::Null)) {
        return Err(Malformed::invalid(id.unwrap_or_default(), "`params` is an object or an array"));
    }
    let mut request = Request::build(method);
    if let Some(params) = params {
        request = request.params(params);
    }
    match id {
        // Nobody could tell its answer from that to something unreadable.
        Some(Id::Null) => return Err(Malformed::invalid(Id::Null, "the `id` of a request is not null")),
        Some(id) => request = request.id(id),
        None => {}
    }
    Ok(Incoming::Request(request.finish()))
}

fn response(id: Id, mut fields: Map<String, Value>) -> Result<Incoming, Malformed> {
    let error = fields.remove("error").filter(|error| !error.is_null());
    let body = match (fields.remove("result"), error) {
        // Whoever waits for the answer must hear that it was an error, however that is put.
        (_, Some(error)) => Err(serde_json::from_value(error).unwrap_or_else(|_| Error::internal_error())),
        (Some(result), None) => Ok(result),
        (None, None) => {
            return Err(Malformed::invalid(Id::Null, "a message has a `method`, a `result` or an `error`"));
        }
    };
    Ok(Incoming::Response(Response::from_parts(id, body)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn frame(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    fn notification(method: &str) -> String {
        json!({ "jsonrpc": "2.0", "method": method }).to_string()
    }

    /// The methods and error codes of what `bytes` hold, when they come in pieces of `size`.
    fn read(bytes: &[u8], size: usize) -> Vec<String> {
        let mut frames = Frames::default();
        let mut found = Vec::new();
        for piece in bytes.chunks(size) {
            frames.buffer.extend_from_slice(piece);
            while let Some(message) = frames.next() {
                found.push(match message {
                    Ok(Incoming::Request(request)) => request.method().to_owned(),
                    Ok(Incoming::Response(response)) => format!("response {}", response.id()),
                    Err(malformed) => malformed.error.code.code().to_string(),
                });
            }
        }
        found
    }

    /// Demands that `bytes` hold `expected`, in whatever pieces they come, and that a good message after them is
    /// understood.
    fn check(bytes: impl AsRef<[u8]>, expected: &[&str]) {
        let after = frame(&notification("after"));
        let all = [bytes.as_ref(), after.as_bytes()].concat();
        let expected: Vec<&str> = expected.iter().copied().chain(["after"]).collect();
        for size in 1..=all.len() {
            assert_eq!(read(&all, size), expected, "{:?} in pieces of {size}", String::from_utf8_lossy(&all));
        }
    }

    #[test]
    fn messages_are_read_whatever_stands_in_their_headers() {
        let body = notification("x");
        let length = body.len();
        check(frame(&body), &["x"]);
        check(frame(&body).repeat(3), &["x", "x", "x"]);
        check(format!("content-length:{length}\n\n{body}\r\n"), &["x"]);
        let kind = "Content-Type: application/vscode-jsonrpc; charset=utf8\r\n";
        check(format!("{kind}Content-Length: {length}\r\n\r\n{body}"), &["x"]);
        check(format!("Content-Length: {length}\r\n{kind}Other: 1\r\n\r\n{body}"), &["x"]);
        check(frame(r#"{"jsonrpc":"2.0","id":7,"result":null}"#), &["response 7"]);
        check(frame(r#"{"jsonrpc":"2.0","id":7,"error":{"code":1,"message":"","more":1}}"#), &["response 7"]);
    }

    #[test]
    fn a_wrong_header_costs_one_error_and_no_other_message() {
        let body = notification("x");
        for wrong in [
            "Content-Length: many\r\n\r\n",
            "Content-Length: -1\r\n\r\n",
            "Content-Length: 99999999999999999999999\r\n\r\n",
            "Content-Length: 4000000000\r\n\r\n",
            "Content-Length:\r\n\r\n",
            "Length: 5\r\n\r\n",
            "hello\r\n",
            "{}",
            "\u{feff}",
        ] {
            check(format!("{wrong}{}", frame(&body)), &["-32700", "x"]);
        }
        check(format!("{body}\n{}", frame(&body)), &["-32700", "x"]);
        check([b"\xff\xfe\x00".as_slice(), frame(&body).as_bytes()].concat(), &["-32700", "x"]);
    }

    #[test]
    fn a_wrong_length_costs_one_message() {
        let body = notification("x");
        let of_length = |length: usize| format!("Content-Length: {length}\r\n\r\n{body}{}", frame(&body));
        for length in (0..body.len()).chain(body.len() + 1..of_length(1).len() - 20) {
            check(of_length(length), &["-32700", "x"]);
        }
    }

    #[test]
    fn what_is_no_message_is_answered_as_the_protocol_wants_it() {
        check(frame("{"), &["-32700"]);
        check(frame(""), &["-32700"]);
        check([b"Content-Length: 4\r\n\r\n".as_slice(), b"\"\xc3(\""].concat(), &["-32700"]);
        for invalid in [
            "[]",
            "1",
            "{}",
            r#"{"method":"x"}"#,
            r#"{"jsonrpc":"1.0","method":"x"}"#,
            r#"{"jsonrpc":"2.0","method":1}"#,
            r#"{"jsonrpc":"2.0","method":"x","params":1}"#,
            r#"{"jsonrpc":"2.0","method":"x","id":1.5}"#,
            r#"{"jsonrpc":"2.0","method":"x","id":null}"#,
            r#"{"jsonrpc":"2.0","id":1}"#,
            r#"[{"jsonrpc":"2.0","method":"x"}]"#,
        ] {
            check(frame(invalid), &["-32600"]);
        }
        // Deeper than what is recursed into.
        check(frame(&"[".repeat(300)), &["-32700"]);
    }

    #[test]
    fn an_error_names_the_request_where_it_is_one() {
        let id = |body: &str| parse(body.as_bytes()).expect_err("it is wrong").into_response().id().clone();
        assert_eq!(id(r#"{"method":"x","id":7}"#), Id::Number(7));
        assert_eq!(id(r#"{"jsonrpc":"2.0","method":"x","id":"a","params":1}"#), Id::from("a"));
        assert_eq!(id(r#"{"jsonrpc":"2.0","id":7}"#), Id::Null, "that number is one of ours");
    }
}
