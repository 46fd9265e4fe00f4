// The oracle of the Go test stations/hours_oracle_test.go: opening_hours.js,
// which OSM's wiki names as the implementation of its specification. Reads
// one JSON value per line, {"hours": text, "minutes": [Unix minutes]}, and
// writes one per line, {"states": ["open" | "closed" | "unknown"]} or
// {"error": text}. Run with TZ=Asia/Shanghai: the library knows local time
// only.
import { createInterface } from 'node:readline';
import OpeningHours from 'opening_hours';

function answer({ hours, minutes }) {
  try {
    const parsed = new OpeningHours(hours, null, { locale: 'en' });
    return { states: minutes.map((m) => state(parsed, new Date(m * 60_000))) };
  } catch (error) {
    return { error: String(error) };
  }
}

function state(parsed, when) {
  if (parsed.getUnknown(when)) return 'unknown';
  return parsed.getState(when) ? 'open' : 'closed';
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(answer(JSON.parse(line))));
}
