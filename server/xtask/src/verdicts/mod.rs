//! Training and measuring the verdict model.
//!
//! The model is tested the way it is used: on writers that it has not seen. `folds.tsv` says which folders of
//! labelled data were written together; each fold is judged by a model trained on the others, and what those
//! judgements look like sets the calibration. The final model is then trained on everything.

mod data;
mod floors;
mod measure;
mod regression;
mod training;

use anyhow::{Context, bail};
use camino::{Utf8Path, Utf8PathBuf};
use tradeoff_analysis::considerations::learning::Model;

use data::{Corpus, Passage};

const DATA: &str = "tests/verdicts";
const MODEL: &str = "server/analysis/model.bin";

/// A group of features.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Group {
    /// Runs of tokens.
    Words,
    /// Runs of letters.
    Letters,
    /// Cues of the word lists.
    Roles,
}

/// Trains the model and writes it, or compares it with the committed one.
pub(crate) fn train(check: bool, test: &[Utf8PathBuf], without: &[Group]) -> anyhow::Result<()> {
    let corpus = Corpus::read(Utf8Path::new(DATA))?;
    let trained = training::train(&corpus, without);
    for (index, fold) in trained.out_of_fold.iter().enumerate() {
        measure::print(&format!("fold {} by a model trained on the others", index + 1), fold);
    }
    measure::print("all folds", &trained.out_of_fold.concat());
    measure::print_thresholds(&trained.out_of_fold.concat());
    print_tests(&Model::new(&trained.bytes), test, false)?;
    if without.is_empty() {
        floors::check(&Utf8Path::new(DATA).join("floors.tsv"), &trained.out_of_fold.concat())?;
    }
    if !without.is_empty() {
        return Ok(());
    }
    if check {
        let committed = std::fs::read(MODEL).context(MODEL)?;
        if committed != trained.bytes {
            bail!("{MODEL} is not what training gives; renew it with `cargo xtask train`");
        }
    } else {
        std::fs::write(MODEL, &trained.bytes).context(MODEL)?;
    }
    Ok(())
}

/// Measures the committed model.
pub(crate) fn measure(folders: &[Utf8PathBuf], errors: bool) -> anyhow::Result<()> {
    print_tests(&Model::builtin(), folders, errors)
}

fn print_tests(model: &Model<'_>, folders: &[Utf8PathBuf], errors: bool) -> anyhow::Result<()> {
    for folder in folders {
        let passages = Passage::read_folder(folder)?;
        let judged: Vec<_> = passages.iter().map(|passage| measure::judge(model, passage)).collect();
        measure::print(folder.as_str(), &judged);
        measure::print_thresholds(&judged);
        if errors {
            measure::print_errors(&judged);
        }
    }
    Ok(())
}
