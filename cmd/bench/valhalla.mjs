// Answers isochrone requests with Valhalla: the module's folder and the
// configuration are its arguments, a request a line on stdin. For each a line
// with the milliseconds from request text to answer text, a tab, the answer.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [modules, config] = process.argv.slice(2);
const { Actor } = createRequire(modules + "/")("@valhallajs/valhallajs");
const actor = await Actor.fromConfigFile(config);

for await (const line of createInterface({ input: process.stdin })) {
  const began = performance.now();
  const answer = await actor.isochrone(line);
  process.stdout.write(`${performance.now() - began}\t${answer}\n`);
}
