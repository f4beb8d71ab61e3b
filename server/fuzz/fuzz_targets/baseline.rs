#![no_main]
#![allow(missing_docs, reason = "the library documents what this tries")]

tradeoff_fuzz::fuzz!(baseline);
