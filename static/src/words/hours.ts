import type { StationWords } from './station-zh';

const DAY = 'Mo|Tu|We|Th|Fr|Sa|Su|PH|SH';
const MONTH = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec';
const QUOTED = /"[^"]*"/g;

type Hours = StationWords['hours'];

/** spoken writes OSM opening hours as people say them. Hours that an office
 *  wrote in its own words stay as they are. */
export function spoken(hours: string, w: StationWords): string {
  if (/\p{Script=Han}/u.test(hours.replace(QUOTED, ''))) return hours;
  const comments = hours.match(QUOTED) ?? [];
  const rules = hours.replace(QUOTED, '"').trim();
  let next = 0;
  return rules
    .split(/(\s*;\s*|\s*\|\|\s*)/)
    .map((part) => (part.trim() === ';' ? w.hours.then : part.trim() === '||' ? w.hours.otherwise : rule(part, w.hours)))
    .join('')
    .replace(/\s*"/g, () => w.hours.comment((comments[next++] ?? '').slice(1, -1)));
}

/** rule says one rule; a quote stands for its comment. */
function rule(text: string, h: Hours): string {
  return dates(text.replace(/^24\/7/, h.always), h)
    .replace(new RegExp(`\\b(${DAY})\\[(-?\\d)\\]`, 'g'), (_, day: keyof Hours['days'], n: string) => h.nth(Number(n), h.days[day]))
    .replace(new RegExp(`\\b(${DAY})-(${DAY})\\b`, 'g'), (_, from: keyof Hours['days'], until: keyof Hours['days']) => h.days[from] + h.to + h.days[until])
    .replace(new RegExp(`\\b(${DAY})\\b`, 'g'), (day) => h.days[day as keyof Hours['days']])
    .replace(/\bweek (\d[\d,/-]*)/g, (_, weeks: string) => h.weeks(weeks))
    .replace(/\b(off|closed)\b/g, h.off)
    .replace(/\bunknown\b/g, h.unknown)
    .replace(/\s*\bopen\b(?=\s*"|\s*$)/g, '');
}

/** dates says "2026 Feb 16-22", "Dec 24-Jan 5", "May-Sep". */
function dates(text: string, h: Hours): string {
  return text
    .replace(new RegExp(`\\b(\\d{4}) (?=${MONTH})`, 'g'), (_, year: string) => h.year(year))
    .replace(
      new RegExp(`(${MONTH})( \\d{1,2}(?:-\\d{1,2})?(?:,\\d{1,2}(?:-\\d{1,2})?)*(?![\\d:]))?(-(?=\\d{4}|${MONTH}))?`, 'g'),
      (_, month: keyof Hours['months'], days: string | undefined, dash: string | undefined) =>
        (days ? h.date(h.months[month], days.trim()) : h.months[month]) + (dash ? h.to : ''),
    );
}
