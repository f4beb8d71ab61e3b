//! Between the protocol's notation and ours: positions, paths, severities.
//!
//! Inside, a position is a byte offset and a path has forward slashes. The protocol counts lines and columns from
//! 0, columns in the unit that both sides agreed on, and names files by URI. Nothing else in this crate does
//! arithmetic on positions.

use std::str::FromStr;

use camino::{Utf8Path, Utf8PathBuf};
use tower_lsp::ls_types::{DiagnosticSeverity, Position, Range, Uri};
use tradeoff_analysis::rules::Severity;
use tradeoff_analysis::text::{ColumnUnit, LineColumn, LineIndex, Offset, Span};
use tradeoff_workspace::{Place, absolute};

/// One text, for converting places in it.
#[derive(Clone, Copy)]
pub(crate) struct Places<'a> {
    text: &'a str,
    index: &'a LineIndex,
    unit: ColumnUnit,
    /// Where the text starts in what was analysed, which may be several files in a row.
    start: Offset,
}

impl<'a> Places<'a> {
    pub(crate) fn new(text: &'a str, index: &'a LineIndex, unit: ColumnUnit) -> Self {
        Self { text, index, unit, start: Offset::default() }
    }

    /// The same for a text that starts at `start` in what was analysed.
    pub(crate) fn starting_at(self, start: Offset) -> Self {
        Self { start, ..self }
    }

    /// All of this text.
    pub(crate) fn whole(self) -> Span {
        Span::at(self.start, Offset::of(self.text))
    }

    /// Whether `span` starts in this text.
    pub(crate) fn has(self, span: Span) -> bool {
        self.whole().contains_inclusive(span.start())
    }

    pub(crate) fn span_to_range(self, span: Span) -> Range {
        Range { start: self.offset_to_position(span.start()), end: self.offset_to_position(span.end()) }
    }

    /// The same as the index keeps it.
    pub(crate) fn span_to_place(self, span: Span) -> Place {
        let Range { start, end } = self.span_to_range(span);
        Place { start: position_to_line_column(start), end: position_to_line_column(end) }
    }

    /// Clamped to the text; a range that ends before it starts is turned round.
    pub(crate) fn range_to_span(self, range: Range) -> Span {
        let (start, end) = (self.position_to_offset(range.start), self.position_to_offset(range.end));
        Span::new(start.min(end), start.max(end))
    }

    /// Clamped to the text.
    pub(crate) fn position_to_offset(self, position: Position) -> Offset {
        self.start + self.index.offset(self.text, position_to_line_column(position), self.unit)
    }

    /// Clamped to the text.
    pub(crate) fn offset_to_position(self, offset: Offset) -> Position {
        let own = offset.checked_sub(self.start).unwrap_or_default().min(Offset::of(self.text));
        let LineColumn { line, column } = self.index.line_column(self.text, own, self.unit);
        Position { line, character: column }
    }
}

pub(crate) fn position_to_line_column(position: Position) -> LineColumn {
    LineColumn { line: position.line, column: position.character }
}

/// A place that was kept with the client's columns.
pub(crate) fn place_to_range(place: Place) -> Range {
    let position = |at: LineColumn| Position { line: at.line, character: at.column };
    Range { start: position(place.start), end: position(place.end) }
}

pub(crate) fn severity_to_lsp(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Info => DiagnosticSeverity::INFORMATION,
        Severity::Hint => DiagnosticSeverity::HINT,
    }
}

/// The path of a file's URI, with forward slashes; `None` for other schemes and for names that are not UTF-8.
pub(crate) fn uri_to_path(uri: &Uri) -> Option<Utf8PathBuf> {
    let path = path_of(uri, cfg!(windows))?;
    Some(absolute(Utf8Path::new("/"), Utf8Path::new(&path)))
}

/// What `uri` means on a system of either kind.
fn path_of(uri: &Uri, is_windows: bool) -> Option<String> {
    if !uri.scheme().as_str().eq_ignore_ascii_case("file") {
        return None;
    }
    let host = uri.authority().map(|authority| authority.host()).unwrap_or_default();
    let path = uri.path().decode().to_string().ok()?;
    file_path(host, &path, is_windows)
}

/// `uri` in the one spelling that we use ourselves. A file has many: `%7E` and `~`, `c:` and `C%3A`, `a/./b`.
pub(crate) fn respelt(uri: &Uri) -> Uri {
    uri_to_path(uri).and_then(|path| path_to_uri(&path)).unwrap_or_else(|| uri.clone())
}

/// The path that a file URI with this host and decoded path means.
fn file_path(host: &str, path: &str, is_windows: bool) -> Option<String> {
    let is_local = host.is_empty() || host.eq_ignore_ascii_case("localhost");
    match (is_windows, is_local) {
        (false, true) => path.starts_with('/').then(|| path.to_owned()),
        (false, false) => None,
        (true, false) => Some(format!("//{host}{path}")),
        (true, true) => {
            // `/c:/answers`: editors write the drive in either case, so one is chosen.
            let mut letters = path.strip_prefix('/')?.chars();
            let drive = letters.next().filter(char::is_ascii_alphabetic)?;
            let rest = letters.as_str().strip_prefix(':')?;
            Some(format!("{}:{rest}", drive.to_ascii_uppercase()))
        }
    }
}

/// The URI of the file at `path`, which is absolute.
pub(crate) fn path_to_uri(path: &Utf8Path) -> Option<Uri> {
    let path = path.as_str().replace('\\', "/");
    let mut uri = String::from(if path.starts_with("//") { "file:" } else { "file://" });
    if !path.starts_with('/') {
        uri.push('/');
    }
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
            uri.push('%');
            uri.push(char::from(DIGITS[usize::from(byte >> 4)]));
            uri.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
    Uri::from_str(&uri).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    fn check_range(unit: ColumnUnit, start: Position, end: Position) {
        let text = "a\r\n🦀 漢字 end\n";
        let start_byte = text.find("漢").expect("the text has it");
        let span = tradeoff_analysis::text::span(start_byte..start_byte + "漢字".len());
        let index = LineIndex::new(text);
        let places = Places::new(text, &index, unit);
        assert_eq!(places.span_to_range(span), Range { start, end });
        assert_eq!(places.range_to_span(Range { start, end }), span);
        assert_eq!(places.range_to_span(Range { start: end, end: start }), span);
    }

    #[test]
    fn columns_count_what_was_agreed_on() {
        check_range(ColumnUnit::Utf8, at(1, 5), at(1, 11));
        check_range(ColumnUnit::Utf16, at(1, 3), at(1, 5));
        check_range(ColumnUnit::CodePoint, at(1, 2), at(1, 4));
    }

    #[test]
    fn paths_of_every_system_are_read() {
        let path = |host: &str, path: &str, is_windows: bool| file_path(host, path, is_windows);
        assert_eq!(path("", "/a b/ü.md", false).as_deref(), Some("/a b/ü.md"));
        assert_eq!(path("localhost", "/a.md", false).as_deref(), Some("/a.md"));
        assert_eq!(path("server", "/a.md", false), None);
        assert_eq!(path("", "/c:/a.md", true).as_deref(), Some("C:/a.md"));
        assert_eq!(path("server", "/share/a.md", true).as_deref(), Some("//server/share/a.md"));
        assert_eq!(path("", "/a.md", true), None);
    }

    #[cfg(unix)]
    #[test]
    fn files_keep_their_names_on_the_way_there_and_back() {
        for path in ["/a b/0501-ü漢🦀.md", "/a/[x]#y?z%20.md"] {
            let uri = path_to_uri(Utf8Path::new(path)).expect("every absolute path has a URI");
            assert_eq!(uri_to_path(&uri).as_deref(), Some(Utf8Path::new(path)), "{}", uri.as_str());
        }
    }

    #[test]
    fn other_schemes_have_no_path() {
        for uri in ["untitled:Untitled-1", "vscode-vfs://github/a/b.md", "file:///%FF.md"] {
            assert_eq!(uri_to_path(&Uri::from_str(uri).expect("it is a URI")), None, "{uri}");
        }
    }

    #[test]
    fn uris_of_windows_are_read_on_every_system() {
        let path = |uri: &str| path_of(&Uri::from_str(uri).expect("it is a URI"), true);
        // As VS Code, Neovim, IntelliJ, Helix and Emacs write the drive.
        for drive in ["c%3A", "C%3A", "c%3a", "c:", "C:"] {
            assert_eq!(path(&format!("file:///{drive}/Notes/a.md")).as_deref(), Some("C:/Notes/a.md"), "{drive}");
            assert_eq!(path(&format!("FILE://localhost/{drive}/a.md")).as_deref(), Some("C:/a.md"), "{drive}");
        }
        // Names keep their case: it is the file system that knows whether it matters.
        assert_ne!(path("file:///c:/NOTES/a.md"), path("file:///c:/Notes/a.md"));
        assert_eq!(path("file:///z%3A/a%20b/%C3%BC%23%25.md").as_deref(), Some("Z:/a b/ü#%.md"));
        assert_eq!(path("file://server/share/a.md").as_deref(), Some("//server/share/a.md"));
        assert_eq!(
            path("file://wsl.localhost/Debian/home/a.md").as_deref(),
            Some("//wsl.localhost/Debian/home/a.md")
        );
        assert_eq!(path("file:////server/share/a.md"), None, "a share is named by its host");
        assert_eq!(path("file:///answers/a.md"), None, "without a drive it is nowhere");
        assert_eq!(path("file:///%C3.md"), None, "that is no UTF-8");
    }

    #[test]
    fn paths_of_windows_come_back_from_their_uris() {
        for (path, expected) in [
            (r"C:\a b\0501-ü漢🦀.md", "C:/a b/0501-ü漢🦀.md"),
            (r"D:\100%\[x]#y?z.md", "D:/100%/[x]#y?z.md"),
            (r"\\server\share\a b.md", "//server/share/a b.md"),
        ] {
            let uri = path_to_uri(Utf8Path::new(path)).expect("every absolute path has a URI");
            assert_eq!(path_of(&uri, true).as_deref(), Some(expected), "{}", uri.as_str());
        }
    }

    #[test]
    fn a_file_has_one_uri_however_it_was_spelt() {
        let respelt = |uri: &str| respelt(&Uri::from_str(uri).expect("it is a URI")).as_str().to_owned();
        let spellings: &[&str] = if cfg!(windows) {
            &["file:///c:/a/b.md", "file:///C%3A/a/b.md", "file:///C:/x/../a/./b.md", "file:///c%3a/%61/b.md"]
        } else {
            &["file:///a/b.md", "file://localhost/a/b.md", "file:///x/../a/./b.md", "file:///%61/b.md"]
        };
        for spelling in spellings {
            assert_eq!(respelt(spelling), respelt(spellings[0]), "{spelling}");
        }
        assert_ne!(respelt("file:///A/b.md"), respelt("file:///a/b.md"));
        assert_eq!(respelt("untitled:Untitled-1"), "untitled:Untitled-1");
    }

    #[test]
    fn a_drive_and_a_share_have_uris() {
        let uri = |path: &str| path_to_uri(Utf8Path::new(path)).map(|uri| uri.as_str().to_owned());
        assert_eq!(uri("C:\\a\\tradeoff.toml").as_deref(), Some("file:///C%3A/a/tradeoff.toml"));
        assert_eq!(uri("//server/share/a.md").as_deref(), Some("file://server/share/a.md"));
    }
}
