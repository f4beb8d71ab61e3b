#!/usr/bin/env node
// Runs the program, which lies in the package for this platform: the one of the optional dependencies that was installed.
'use strict';

const { spawnSync } = require('node:child_process');

const name = `tradeoff-lint-${process.platform}-${process.arch}`;

function program() {
  try {
    return require.resolve(`${name}/bin/tradeoff${process.platform === 'win32' ? '.exe' : ''}`);
  } catch {
    console.error(`tradeoff: there is no package ${name}; either this platform has no build, or optional dependencies were left out of the installation`);
    process.exit(2);
  }
}

const done = spawnSync(program(), process.argv.slice(2), { stdio: 'inherit' });
if (done.error) {
  console.error(`tradeoff: ${done.error.message}`);
  process.exit(2);
}
if (done.signal) {
  process.kill(process.pid, done.signal);
}
process.exit(done.status ?? 2);
