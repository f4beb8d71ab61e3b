//! Reading files: whatever a repository holds under a name, the answer is a text or an error, and soon.
//!
//! Only regular files are read, and no more of them than somebody would write: a pipe in the place of an answer would
//! be waited for, a device or an endless file would be read until there is no memory left.

use std::fs::OpenOptions;
use std::io::{self, Read as _};

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
    /// Nobody writes an answer of that length.
    #[error(
        "{path}: not linted, it is longer than {most} bytes; `max-file-size` in tradeoff.toml sets the limit, `exclude` leaves the file out"
    )]
    TooLong {
        /// The file, as results show it.
        path: String,
        /// The most bytes that it may have.
        most: u32,
    },
}

/// The text of the file at `path`, which may have `most` bytes.
pub fn read_text(path: &Utf8Path, most: u32) -> Result<String, ReadError> {
    read(path, path.as_str(), most)
}

/// The text of the file at `path`, which errors call `shown` and which may have `most` bytes.
pub(crate) fn read(path: &Utf8Path, shown: &str, most: u32) -> Result<String, ReadError> {
    match read_bytes(path, most) {
        Ok(bytes) => decode(bytes, shown, most),
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            Err(ReadError::TooLong { path: shown.to_owned(), most })
        }
        Err(source) => Err(ReadError::Io { path: shown.to_owned(), source }),
    }
}

/// The text that `bytes` hold, at most `most`.
pub(crate) fn decode(bytes: Vec<u8>, shown: &str, most: u32) -> Result<String, ReadError> {
    if bytes.len() as u64 > limit(most) {
        return Err(ReadError::TooLong { path: shown.to_owned(), most });
    }
    String::from_utf8(bytes)
        .map_err(|error| ReadError::NotUtf8 { path: shown.to_owned(), offset: error.utf8_error().valid_up_to() })
}

/// The text of the file at `path`, which is no answer but something that says how answers are looked at.
pub(crate) fn read_small(path: &Utf8Path) -> io::Result<String> {
    /// Bytes. The longest sheet of the built-in bank has less than 10,000.
    const MOST: u32 = 1_000_000;
    String::from_utf8(read_bytes(path, MOST)?).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        io::Error::new(io::ErrorKind::InvalidData, format!("not UTF-8 from byte {offset} on"))
    })
}

/// The bytes of the regular file at `path`. An error of the kind `FileTooLarge` says that there are more than `most`.
pub(crate) fn read_bytes(path: &Utf8Path, most: u32) -> io::Result<Vec<u8>> {
    let no_file = || io::Error::new(io::ErrorKind::InvalidInput, "not a file but a folder, a pipe or a device");
    let too_long = || io::Error::new(io::ErrorKind::FileTooLarge, format!("longer than {most} bytes"));
    // Even to open a device can have effects, so it is looked at first; what is opened may be something else by then.
    if !path.metadata()?.is_file() {
        return Err(no_file());
    }
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        // To open a pipe without it waits for a writer.
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(no_file());
    }
    if metadata.len() > limit(most) {
        return Err(too_long());
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
    // It may grow while it is read.
    file.take(limit(most) + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit(most) { Err(too_long()) } else { Ok(bytes) }
}

/// `most`, and at most what 32-bit positions in a text can tell apart.
fn limit(most: u32) -> u64 {
    u64::from(most.min(u32::MAX - 1))
}

#[cfg(test)]
mod tests {
    use camino::Utf8PathBuf;

    use super::*;

    fn file(contents: &[u8]) -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = Utf8PathBuf::from_path_buf(folder.path().join("a.md")).expect("its name is UTF-8");
        std::fs::write(&path, contents).expect("it can be written");
        (folder, path)
    }

    #[test]
    fn a_file_may_be_as_long_as_the_limit() {
        let (_keep, path) = file(b"12345");
        assert_eq!(read(&path, "a.md", 5).expect("it is not longer"), "12345");
        let error = read(&path, "a.md", 4).expect_err("it is longer").to_string();
        assert!(error.starts_with("a.md: not linted, it is longer than 4 bytes; "), "{error}");
        assert_eq!(decode(b"12345".to_vec(), "a.md", 5).expect("it is not longer"), "12345");
        assert!(decode(b"12345".to_vec(), "a.md", 4).is_err());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn nothing_endless_is_read() {
        for path in ["/dev/zero", "/", "/proc/self/fd"] {
            let error = read_bytes(Utf8Path::new(path), 10).expect_err("it is no file");
            assert_eq!(error.kind(), io::ErrorKind::InvalidInput, "{path}");
        }
        // A file that says it is empty and is not.
        let error = read_bytes(Utf8Path::new("/proc/self/status"), 10).expect_err("it is longer");
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
    }
}
