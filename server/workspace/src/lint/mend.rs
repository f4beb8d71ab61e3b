//! Mending what was found: files are written here, and nowhere else in a run.

use rayon::prelude::*;
use tradeoff_analysis::Analysis;

use super::{Linter, Outcome, Pass, Problem};
use crate::document::Document;
use crate::fix::{FixError, FixedFile, Mended, repository_of, write_all};
use crate::unit::Unit;

impl Linter<'_> {
    /// Lints once more, and mends this time, the documents that can be mended as far as that is asked for.
    ///
    /// Once more, because nothing may be mended before everything is known that is to be said about it.
    pub(super) fn mend(&self, units: &[Unit], results: &mut [Result<Outcome, Problem>], pass: Pass<'_>) {
        let Some(fixing) = self.options.fixing else { return };
        let pass = Pass { fixing: Some(fixing), ..pass };
        units.par_iter().zip(results).for_each(|(unit, result)| {
            if result.as_ref().is_ok_and(|outcome| fixing.applies_to(&outcome.linted)) {
                *result = self.lint_unit(unit, pass);
            }
        });
    }

    /// What is said about a document that was `mended`: what is left where that counts, else what was found
    /// `before`.
    pub(super) fn mended(
        &self,
        document: Document<'_>,
        pass: Pass<'_>,
        mended: Mended,
        before: Analysis,
    ) -> Outcome {
        let Mended { sources, analysis, files } = mended;
        let writes = pass.fixing.is_some_and(|fixing| fixing.writes);
        // Text that did not come from the file does not go there.
        let unit = document.unit.filter(|_| writes && pass.unsaved.is_none());
        let written = unit.map_or(Ok(()), |unit| write(unit, &files, document));
        if let Err(problem) = written {
            return Outcome { problem: Some(problem), ..self.outcome(document, before, None) };
        }
        let fixed = files.into_iter().map(|(_, file)| self.kept(file)).collect();
        if !writes {
            return Outcome { fixed, ..self.outcome(document, before, None) };
        }
        let document = Document { sources: &sources, ..document };
        let left = document.see(pass.index, |input, _| self.outcome(document, analysis, Some(input)));
        Outcome { fixed, ..left }
    }

    fn kept(&self, file: FixedFile) -> FixedFile {
        if self.options.keep.texts {
            return file;
        }
        FixedFile { before: String::new(), after: String::new(), ..file }
    }
}

/// Writes the `files` of `unit`, one document, that were mended.
fn write(unit: &Unit, files: &[(usize, FixedFile)], document: Document<'_>) -> Result<(), FixError> {
    let root = repository_of(&unit.files[0]).unwrap_or(document.root);
    let files: Vec<_> = files.iter().map(|(index, file)| (unit.files[*index].as_path(), file)).collect();
    write_all(&files, root)
}
