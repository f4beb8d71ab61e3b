//! What a run says of its answers and shows only at its end, on the disk rather than in memory.
//!
//! The verdicts of an answer quote its text, so those of a hundred thousand answers would be a good part of all their
//! texts. They go to a nameless file as they come; a small run never needs one.

use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;
use serde::de::DeserializeOwned;
use tempfile::SpooledTempFile;

/// So many bytes stay in memory.
const IN_MEMORY: usize = 4 << 20;

/// Values that have been put aside.
#[derive(Debug)]
pub struct Spool(Mutex<State>);

#[derive(Debug)]
struct State {
    file: SpooledTempFile,
    length: u64,
    /// Why something could not be put aside.
    error: Option<io::Error>,
}

/// Where a value lies in its [`Spool`].
#[derive(Clone, Copy, Debug)]
pub struct Spooled {
    start: u64,
    length: u32,
}

impl Spool {
    /// Puts `value` aside. `None` where that fails; [`Self::take_error`] says why.
    pub(crate) fn put(&self, value: &impl Serialize) -> Option<Spooled> {
        let bytes = serde_json::to_vec(value).map_err(io::Error::from);
        let mut state = self.state();
        let spooled = bytes.and_then(|bytes| state.append(&bytes));
        spooled.map_err(|error| state.error.get_or_insert(error).kind()).ok()
    }

    /// The value that was put aside at `place`.
    pub(crate) fn get<T: DeserializeOwned>(&self, place: Spooled) -> io::Result<T> {
        let mut bytes = vec![0; place.length as usize];
        let mut state = self.state();
        state.file.seek(SeekFrom::Start(place.start))?;
        state.file.read_exact(&mut bytes)?;
        drop(state);
        Ok(serde_json::from_slice(&bytes)?)
    }

    /// Why something could not be put aside, if that happened since this was asked last.
    pub(crate) fn take_error(&self) -> Option<io::Error> {
        self.state().error.take()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Whatever was being written is lost to the one who wrote it, and harms nothing before or after it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Spool {
    fn default() -> Self {
        Self(Mutex::new(State { file: SpooledTempFile::new(IN_MEMORY), length: 0, error: None }))
    }
}

impl State {
    fn append(&mut self, bytes: &[u8]) -> io::Result<Spooled> {
        let length = u32::try_from(bytes.len()).map_err(|_| io::ErrorKind::FileTooLarge)?;
        let start = self.file.seek(SeekFrom::Start(self.length))?;
        self.file.write_all(bytes)?;
        self.length += u64::from(length);
        Ok(Spooled { start, length })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_aside_is_found_again() {
        let spool = Spool::default();
        // More than stays in memory.
        let values: Vec<String> = (0..300).map(|number| number.to_string().repeat(10_000)).collect();
        let places: Vec<Spooled> = values.iter().filter_map(|value| spool.put(value)).collect();
        assert!(spool.take_error().is_none());
        for (value, place) in values.iter().zip(&places).rev() {
            assert_eq!(*value, spool.get::<String>(*place).expect("it can be read"));
        }
        assert_eq!(spool.put(&"last").and_then(|place| spool.get::<String>(place).ok()).as_deref(), Some("last"));
    }
}
