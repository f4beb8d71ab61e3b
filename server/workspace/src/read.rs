//! Reading a document.

use std::io;

use camino::Utf8Path;

/// Why a file was not linted. The run goes on with the other files and ends with status 2.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The system says no.
    #[error("{path}: cannot be read")]
    Io {
        /// The file or folder, as results show it.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// It holds bytes that are no text.
    #[error("{path}: not UTF-8 from byte {offset} on; save it as UTF-8")]
    NotUtf8 {
        /// The file, as results show it.
        path: String,
        /// The first byte that is no UTF-8, from 0.
        offset: usize,
    },
    /// Positions in texts are 32-bit numbers.
    #[error("{path}: longer than 4 GiB, which is no answer to anything")]
    TooLong {
        /// The file, as results show it.
        path: String,
    },
}

/// The text of the file at `path`.
pub fn read_text(path: &Utf8Path) -> Result<String, ReadError> {
    read(path, path.as_str())
}

/// The text of the file at `path`, which errors call `shown`.
pub(crate) fn read(path: &Utf8Path, shown: &str) -> Result<String, ReadError> {
    let io = |source| ReadError::Io { path: shown.to_owned(), source };
    let is_too_long = |length: u64| length >= u64::from(u32::MAX);
    if is_too_long(path.metadata().map_err(io)?.len()) {
        return Err(ReadError::TooLong { path: shown.to_owned() });
    }
    let bytes = std::fs::read(path).map_err(io)?;
    decode(bytes, shown)
}

/// The text that `bytes` hold.
pub(crate) fn decode(bytes: Vec<u8>, shown: &str) -> Result<String, ReadError> {
    if bytes.len() >= u32::MAX as usize {
        return Err(ReadError::TooLong { path: shown.to_owned() });
    }
    String::from_utf8(bytes)
        .map_err(|error| ReadError::NotUtf8 { path: shown.to_owned(), offset: error.utf8_error().valid_up_to() })
}
