//! What the server says about itself: to standard error and to the client's log.
//!
//! `TRADEOFF_LOG` sets how much: `debug`, `tradeoff_lsp=debug,warn`, ... Where it is not set, the editor's setting
//! `log` does, for what this crate finds worth knowing; of everything else there are the warnings.

use std::fmt::{self, Write as _};
use std::sync::OnceLock;

use tokio::sync::mpsc::UnboundedSender;
use tower_lsp::ls_types::MessageType;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Registry;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::reload::{self, Handle};
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::outbox::Letter;
use crate::settings::LogLevel;

const VARIABLE: &str = "TRADEOFF_LOG";

/// The filter in force, unless the environment has set it for good. As global as the log itself.
static FILTER: OnceLock<Handle<Targets, Registry>> = OnceLock::new();

/// Sends what is logged from now on to standard error and to the client.
pub(crate) fn start(outbox: UnboundedSender<Letter>) {
    let wanted = std::env::var(VARIABLE).ok().and_then(|wanted| wanted.parse::<Targets>().ok());
    let is_fixed = wanted.is_some();
    let (filter, handle) = reload::Layer::new(wanted.unwrap_or_else(|| targets(LogLevel::default())));
    let stderr = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(false).without_time();
    let subscriber = tracing_subscriber::registry().with(filter).with(stderr).with(ToClient(outbox));
    // A program that hosts us may have its own; then that one hears everything.
    if subscriber.try_init().is_ok() && !is_fixed {
        let _ = FILTER.set(handle);
    }
}

/// Logs as much as `level` says from now on.
pub(crate) fn set_level(level: LogLevel) {
    if let Some(filter) = FILTER.get() {
        // Fails only when the subscriber is gone, and then nobody hears anything.
        let _ = filter.reload(targets(level));
    }
}

fn targets(level: LogLevel) -> Targets {
    let of_others = level.min(LogLevel::Warn).name();
    format!("{of_others},tradeoff_lsp={}", level.name()).parse().unwrap_or_default()
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
