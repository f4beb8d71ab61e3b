//! Linting among the other files: only what meets something there is looked at again.

use std::sync::Arc;

use camino::Utf8PathBuf;
use rayon::prelude::*;

use super::{Linter, Outcome, Pass, Problem};
use crate::index::{Encounters, Index, IndexedFile, facts_of, neighbours};
use crate::unit::Unit;

impl Linter<'_> {
    /// Lints once more, and this time in their surroundings, the documents that meet something in other files.
    /// Returns the index of all, unless there are no answers that could meet anything.
    ///
    /// Most files meet nothing, so most are analysed once. The `others` that the run found, and what a repository
    /// holds beside the `named` files and folders, are looked at as well, but only for their facts.
    pub(super) fn look_around(
        &self,
        units: &[Unit],
        results: &mut [Result<Outcome, Problem>],
        others: &[Unit],
        named: &[Utf8PathBuf],
        pass: Pass<'_>,
    ) -> Option<Index> {
        let mut index = Index::default();
        for outcome in results.iter_mut().flatten() {
            index.insert(std::mem::take(&mut outcome.indexed));
        }
        let is_answer = |file: &Arc<IndexedFile>| !file.facts.sites.is_empty();
        if !index.files().any(is_answer) {
            return None;
        }
        let facts =
            |units: &[Unit]| -> Vec<_> { units.par_iter().flat_map_iter(|unit| self.facts_of(unit)).collect() };
        index.insert(facts(others));
        let neighbours = neighbours(&index, named, &self.walk());
        index.insert(facts(&neighbours));
        let pass = Pass { index: Some(&index), ..pass };
        units.par_iter().zip(results).for_each(|(unit, result)| {
            let mut files = unit.files.iter().filter_map(|file| index.file(file));
            let meets =
                |file: &Arc<IndexedFile>| file.facts.is_silenced || !Encounters::of(file, &index).is_empty();
            if result.is_ok() && files.any(meets) {
                *result = self.lint_unit(unit, pass);
            }
        });
        Some(index)
    }

    /// Lints once more the documents that meet something else now that others were mended.
    /// Only files that were written can be met anew.
    pub(super) fn look_again(&self, units: &[Unit], results: &mut [Result<Outcome, Problem>], pass: Pass<'_>) {
        let Some(before) = pass.index.filter(|_| pass.unsaved.is_none()) else { return };
        let mut after = before.clone();
        let mended = results.iter_mut().flatten().flat_map(|outcome| std::mem::take(&mut outcome.indexed));
        let mended: Vec<_> = mended.collect();
        let has_changed =
            |file: &IndexedFile| before.file(&file.path).is_none_or(|known| known.facts != file.facts);
        if !mended.iter().any(has_changed) {
            return;
        }
        after.insert(mended);
        let is_concerned = |file: &Arc<IndexedFile>| {
            let known = before.file(&file.path);
            known.is_none_or(|known| Encounters::of(known, before) != Encounters::of(file, &after))
        };
        let pass = Pass { index: Some(&after), ..pass };
        units.par_iter().zip(results).for_each(|(unit, result)| {
            let mut files = unit.files.iter().filter_map(|file| after.file(file));
            if let Ok(outcome) = result
                && files.any(is_concerned)
                && let Ok(again) = self.lint_unit(unit, pass)
            {
                outcome.linted = again.linted;
            }
        });
    }

    /// The facts of the files of `unit`, as far as it can be read.
    fn facts_of(&self, unit: &Unit) -> Vec<IndexedFile> {
        facts_of(unit, self.configurations, |path, configuration| self.root(path, configuration))
    }
}
