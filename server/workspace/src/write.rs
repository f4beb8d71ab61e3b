//! Writing files whole or not at all.
//!
//! A text goes to a temporary file beside its place and is moved there in one step, so that nobody ever reads
//! half of it and an interrupted run leaves what was there before. Whoever interrupts it politely finds no temporary
//! file either ([`crate::interruption`]); one that is left by a kill is hidden and no Markdown, so nobody reads it.

use std::borrow::Cow;
use std::fs::{self, Permissions};
use std::io::{self, BufWriter, Write};

use camino::Utf8Path;
use tempfile::{Builder, NamedTempFile};

use crate::interruption::hold;

/// Creates the file at `path` with `contents`, and the folders above it. Fails when something is there already.
pub fn create_file(path: &Utf8Path, contents: &[u8]) -> io::Result<()> {
    let _whole = hold();
    let folder = folder_of(path);
    fs::create_dir_all(folder)?;
    let file = temporary(folder, |out| out.write_all(contents), None)?;
    file.persist_noclobber(path).map_err(|error| error.error)?;
    Ok(())
}

/// Makes `contents` the contents of the file at `path`, whether or not it is there.
pub fn replace_file(path: &Utf8Path, contents: &[u8]) -> io::Result<()> {
    replace_file_with(path, |out| out.write_all(contents))
}

/// The same with what `write` writes, which is never held as a whole.
pub fn replace_file_with(path: &Utf8Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    // Behind a link the file itself is replaced, not the link.
    let real = path.canonicalize_utf8();
    let path = real.as_deref().unwrap_or(path);
    match path.metadata() {
        // A device or a pipe is written to; there is nothing to move into its place.
        Ok(metadata) if !metadata.is_file() => {
            let mut out = BufWriter::new(fs::File::create(path)?);
            write(&mut out)?;
            out.flush()
        }
        metadata => {
            let _whole = hold();
            staged(path, metadata.ok().as_ref(), write)?.put()
        }
    }
}

/// What is to take the place of a file, complete and beside it.
#[derive(Debug)]
pub(crate) struct Staged<'p> {
    path: Cow<'p, Utf8Path>,
    file: NamedTempFile,
}

impl<'p> Staged<'p> {
    /// Gets `contents` ready to take the place of the file at `path`, or behind a link of the file that it leads to.
    ///
    /// Whoever stages [holds](hold) until all is put into its place, or dropped.
    pub(crate) fn new(path: &'p Utf8Path, contents: &[u8]) -> io::Result<Self> {
        let path = path.canonicalize_utf8().map_or(Cow::Borrowed(path), Cow::Owned);
        let metadata = path.metadata().ok();
        let Staged { file, .. } = staged(&path, metadata.as_ref(), |out| out.write_all(contents))?;
        Ok(Self { path, file })
    }

    /// Puts it in the place of the file.
    pub(crate) fn put(self) -> io::Result<()> {
        self.file.persist(self.path.as_std_path()).map_err(|error| error.error)?;
        Ok(())
    }
}

/// What `write` writes, ready to take the place of the file at `path`, whose permissions and owner it gets.
fn staged<'p>(
    path: &'p Utf8Path,
    metadata: Option<&fs::Metadata>,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<Staged<'p>> {
    let file = temporary(folder_of(path), write, metadata.map(fs::Metadata::permissions))?;
    if let Some(metadata) = metadata {
        keep_owner(file.as_file(), metadata);
    }
    Ok(Staged { path: Cow::Borrowed(path), file })
}

/// Puts `contents` at the end of the file at `path`, which is made where it is not there.
pub fn append_to_file(path: &Utf8Path, contents: &[u8]) -> io::Result<()> {
    fs::OpenOptions::new().append(true).create(true).open(path)?.write_all(contents)
}

/// Gives `file` the owner that `metadata` names, so that a run as another user, as in a container, does not take
/// files away from theirs. Where the system does not allow that, the new file is ours.
fn keep_owner(file: &fs::File, metadata: &fs::Metadata) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt as _, fchown};
        let _ = fchown(file, Some(metadata.uid()), Some(metadata.gid()));
    }
    #[cfg(not(unix))]
    let _ = (file, metadata);
}

fn folder_of(path: &Utf8Path) -> &Utf8Path {
    match path.parent() {
        Some(folder) if !folder.as_str().is_empty() => folder,
        _ => Utf8Path::new("."),
    }
}

/// A file in `folder` that holds what `write` writes and is gone again unless somebody moves it to its place.
pub(crate) fn temporary(
    folder: &Utf8Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    permissions: Option<Permissions>,
) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(".tradeoff-");
    // Temporary files are private unless asked otherwise; the one that stays is like any other new file.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    // A missing folder is told in the system's own words, without the name of a file that nobody asked about.
    folder.metadata()?;
    let file = builder.tempfile_in(folder).map_err(|error| io::Error::from(error.kind()))?;
    let mut out = BufWriter::new(file.as_file());
    write(&mut out)?;
    out.flush()?;
    drop(out);
    if let Some(permissions) = permissions {
        file.as_file().set_permissions(permissions)?;
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;
    use camino::Utf8PathBuf;

    fn folder() -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let path = Utf8PathBuf::from_path_buf(folder.path().to_owned()).expect("its name is UTF-8");
        (folder, path)
    }

    #[test]
    fn a_file_is_created_once() {
        let (_keep, folder) = folder();
        let path = folder.join("a/b.md");
        create_file(&path, b"one").expect("nothing is there");
        let error = create_file(&path, b"two").expect_err("the first is there");
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).expect("it can be read"), "one");
        assert_eq!(folder.join("a").read_dir_utf8().expect("it can be read").count(), 1);
    }

    #[test]
    fn a_file_is_replaced() {
        let (_keep, folder) = folder();
        let path = folder.join("b.json");
        replace_file(&path, b"one").expect("nothing is there");
        replace_file(&path, b"two").expect("it can be replaced");
        assert_eq!(fs::read_to_string(&path).expect("it can be read"), "two");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_and_the_permissions_stay() {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
        let (_keep, folder) = folder();
        let (real, link) = (folder.join("real"), folder.join("link"));
        fs::write(&real, "one").expect("it can be written");
        fs::set_permissions(&real, Permissions::from_mode(0o640)).expect("its owner may");
        // Only a privileged user may; for others the file stays theirs.
        let _ = std::os::unix::fs::chown(&real, Some(12_345), Some(12_345));
        let owner = real.metadata().expect("it is there").uid();
        std::os::unix::fs::symlink(&real, &link).expect("links can be made");
        replace_file(&link, b"two").expect("it can be replaced");
        assert_eq!(fs::read_to_string(&real).expect("it can be read"), "two");
        assert!(link.is_symlink());
        let metadata = real.metadata().expect("it is there");
        assert_eq!((metadata.permissions().mode() & 0o777, metadata.uid()), (0o640, owner));
    }
}
