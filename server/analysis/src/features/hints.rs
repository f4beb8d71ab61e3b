//! How much help somebody wants while they write.
//!
//! Who practises under exam conditions does not want to read what the answer should say. The stage is a setting
//! of the editor and never changes a finding: it decides only what is shown beside them.

use std::fmt;

/// How much of a question's sheet is shown without being asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum HintStage {
    /// Nothing: no key points, not even how many of them are covered.
    Off,
    /// The terms of the key points, without what the sheet says about them.
    Terms,
    /// Everything that the sheet says.
    #[default]
    Full,
}

impl HintStage {
    /// All stages, from the one that shows least.
    pub const ALL: [Self; 3] = [Self::Off, Self::Terms, Self::Full];

    /// Its name in settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Terms => "terms",
            Self::Full => "full",
        }
    }

    /// The stage with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }
}

impl fmt::Display for HintStage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_have_names_and_an_order() {
        for stage in HintStage::ALL {
            assert_eq!(HintStage::from_name(stage.name()), Some(stage));
        }
        assert_eq!(HintStage::from_name("all"), None);
        assert!(HintStage::ALL.is_sorted());
    }
}
