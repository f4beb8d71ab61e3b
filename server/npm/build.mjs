// Lays out npm packages in a folder: one for each built program, and the one that people install.
//
//   node server/npm/build.mjs OUT VERSION linux-x64=PATH [darwin-arm64=PATH ...]
//
// The platform's name is `process.platform` and `process.arch` joined, and decides where npm installs the package.

import { chmodSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const [out, version, ...programs] = process.argv.slice(2);
if (!out || !/^\d+\.\d+\.\d+/.test(version ?? '') || programs.length === 0) {
  console.error('usage: build.mjs OUT VERSION PLATFORM-ARCH=PATH ...');
  process.exit(2);
}

const main = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'));
const shared = { version, license: main.license, repository: main.repository };

function write(folder, manifest) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2) + '\n');
}

const optionalDependencies = {};
for (const program of programs) {
  const [target, path] = program.split(/=(.*)/s);
  const [platform, arch] = target.split('-');
  const name = `${main.name}-${target}`;
  const binary = platform === 'win32' ? 'tradeoff.exe' : 'tradeoff';
  const folder = join(out, name);
  write(folder, {
    name,
    description: `${main.description} (${target})`,
    ...shared,
    os: [platform],
    cpu: [arch],
    files: ['bin'],
  });
  mkdirSync(join(folder, 'bin'), { recursive: true });
  copyFileSync(path, join(folder, 'bin', binary));
  chmodSync(join(folder, 'bin', binary), 0o755);
  optionalDependencies[name] = version;
}

const folder = join(out, main.name);
write(folder, { ...main, version, optionalDependencies });
copyFileSync(join(here, 'tradeoff.js'), join(folder, 'tradeoff.js'));
copyFileSync(join(here, '..', '..', 'README.md'), join(folder, 'README.md'));
chmodSync(join(folder, 'tradeoff.js'), 0o755);
