//! What the server says about itself: to standard error and to the client's log.
//!
//! `TRADEOFF_LOG` sets how much: `debug`, `tradeoff_lsp=debug,warn`, ... Default: warnings, and what this crate
//! finds worth knowing.

use std::fmt::{self, Write as _};

use tokio::sync::mpsc::UnboundedSender;
use tower_lsp::ls_types::MessageType;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::outbox::Letter;

const VARIABLE: &str = "TRADEOFF_LOG";
const DEFAULT: &str = "warn,tradeoff_lsp=info";

/// Sends what is logged from now on to standard error and to the client.
pub(crate) fn start(outbox: UnboundedSender<Letter>) {
    let wanted = std::env::var(VARIABLE).unwrap_or_else(|_| DEFAULT.to_owned());
    let targets = wanted.parse::<Targets>().or_else(|_| DEFAULT.parse()).unwrap_or_default();
    let stderr = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(false).without_time();
    let subscriber = tracing_subscriber::registry().with(targets).with(stderr).with(ToClient(outbox));
    // A program that hosts us may have its own; then that one hears everything.
    let _ = subscriber.try_init();
}

struct ToClient(UnboundedSender<Letter>);

impl<S: Subscriber> Layer<S> for ToClient {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let kind = match *event.metadata().level() {
            Level::ERROR => MessageType::ERROR,
            Level::WARN => MessageType::WARNING,
            Level::INFO => MessageType::INFO,
            _ => MessageType::LOG,
        };
        let mut text = Text(String::new());
        event.record(&mut text);
        let _ = self.0.send(Letter::Log { kind, message: text.0 });
    }
}

/// An event's message, followed by its other fields.
struct Text(String);

impl Visit for Text {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let written = if field.name() == "message" {
            write!(self.0, "{value:?}")
        } else {
            write!(self.0, " {}={value:?}", field.name())
        };
        debug_assert!(written.is_ok(), "writing to a string cannot fail");
    }
}
