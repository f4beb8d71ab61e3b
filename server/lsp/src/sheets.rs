//! Where an editor can read a question's sheet.
//!
//! An editor whose plugin serves `tradeoff:` documents gets the address of such a document and asks for its text
//! (`tradeoff/sheet`). Every other one gets a file. Both show no more than the stage of hints allows, and neither is
//! ever taken for an answer.

use std::str::FromStr as _;

use camino::Utf8Path;
use tower_lsp::ls_types::Uri;
use tradeoff_analysis::bank::Question;
use tradeoff_analysis::features::{self, HintStage};
use tradeoff_analysis::skeleton;
use tradeoff_workspace::Configuration;
use tradeoff_workspace::sheets::{SheetError, is_copy, materialise, materialise_stage};

use crate::convert::path_to_uri;
use crate::session::Session;

/// The scheme of the documents that plugins serve.
const SCHEME: &str = "tradeoff";

/// The address of the sheet of `question`, ready to be opened, for somebody who works on the document at `about`.
/// `None` only for files whose path has no URI.
pub(crate) fn sheet_uri(
    session: &Session,
    configuration: &Configuration,
    question: &Question,
    about: Option<&Uri>,
) -> Result<Option<Uri>, SheetError> {
    if session.serves_sheets {
        // The sheet of a repository's own question is found again by the configuration that brings it.
        let folder = configuration.folder().filter(|_| !question.builtin).and_then(path_to_uri);
        let query = folder.map(|folder| format!("?{}", folder.as_str())).unwrap_or_default();
        let name = skeleton::file_name(question);
        return Ok(Uri::from_str(&format!("{SCHEME}:/sheets/{name}{query}")).ok());
    }
    let path = match session.settings_at(about).hints {
        HintStage::Full => materialise(configuration, question.number)?,
        stage => {
            let text = features::sheet(&configuration.bank, question, stage);
            materialise_stage(question, stage.name(), &text)?
        }
    };
    Ok(path_to_uri(&path))
}

/// What the address of a `tradeoff:` document means: the question, and the folder whose configuration brings it.
pub(crate) fn parse_sheet_uri(uri: &Uri) -> Option<(u32, Option<Uri>)> {
    if uri.scheme().as_str() != SCHEME {
        return None;
    }
    let path = uri.path().as_str();
    let name = path.rsplit('/').next()?;
    let digits = name.split(|character: char| !character.is_ascii_digit()).next()?;
    let folder = uri.query().and_then(|query| Uri::from_str(query.as_str()).ok());
    Some((digits.parse().ok()?, folder))
}

/// Whether the document at `uri`, or `path` where it is a file, is a sheet that was opened for reading.
pub(crate) fn is_sheet(uri: &Uri, path: Option<&Utf8Path>) -> bool {
    uri.scheme().as_str() == SCHEME || path.is_some_and(is_copy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uri(text: &str) -> Uri {
        Uri::from_str(text).expect("it is a URI")
    }

    #[test]
    fn addresses_name_their_question() {
        assert_eq!(parse_sheet_uri(&uri("tradeoff:/sheets/0501-raft.md")), Some((501, None)));
        let folder = uri("file:///a%20b");
        let own = format!("tradeoff:/sheets/0007.md?{}", folder.as_str());
        assert_eq!(parse_sheet_uri(&uri(&own)), Some((7, Some(folder))));
        for other in ["file:///sheets/0501-raft.md", "tradeoff:/sheets/raft.md"] {
            assert_eq!(parse_sheet_uri(&uri(other)), None, "{other}");
        }
    }
}
