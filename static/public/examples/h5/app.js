// A page of another app: it asks with the typed client and draws with the
// embedded map. One datum holds for a question and its answer, so what comes
// back in gcj02 drops into AMap's and Tencent's maps, in bd09 into Baidu's:
//   new AMap.Marker({ position: [station.lon, station.lat] })
//   new TMap.LatLng(station.lat, station.lon)
//   new BMapGL.Point(station.lon, station.lat)
// On your own site, import the file from your server of stations, give its
// address instead of '' and a reader's key that is bound to your site.
import { connect } from '/client/yizhan.js';

const asker = connect('');
const form = document.querySelector('form');
const map = document.querySelector('yizhan-map');
const status = document.querySelector('[role=status]');

async function find() {
  const { lon, lat, datum } = Object.fromEntries(new FormData(form));
  // By POST: a position then stands in no address, and in no log.
  const { data, error } = await asker.POST('/v1/nearby', { body: { lon: Number(lon), lat: Number(lat), datum, mode: 'ride', by: 'time', open: 'arrival', limit: 5 } });
  document.querySelector('ol').replaceChildren(...(data?.stations ?? []).map(line));
  status.textContent = error ? explained(error) : data.stations.length === 0 ? '附近没有到时还开着的驿站。Nothing near is open on arrival.' : `${data.datum}: ${data.stations.length}`;
  for (const [name, value] of Object.entries({ lon, lat, datum })) map.setAttribute(name, value);
}

// Programs go by the type; the texts are for people.
function explained(problem) {
  if (problem.type === '/problems/too_many') return '查得太勤，稍后再试。Too often; wait a little.';
  return problem.errors.map((e) => `${e.field}: ${e.problem}`).join('; ') || problem.detail || problem.title;
}

function line(station) {
  const item = document.createElement('li');
  const way = document.createElement('a');
  way.href = station.navigate.amap;
  way.textContent = station.name;
  const place = document.createElement('code');
  place.textContent = `[${station.lon}, ${station.lat}]`;
  item.append(way, ` ${Math.round(station.duration_s / 60)} min · ${station.open} · `, place);
  return item;
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  void find();
});

document.querySelector('#here').addEventListener('click', () => {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      form.lon.value = coords.longitude.toFixed(6);
      form.lat.value = coords.latitude.toFixed(6);
      form.datum.value = 'wgs84'; // what browsers give
      void find();
    },
    () => (status.textContent = '没有得到位置。No position was given.'),
  );
});

// An address such as ?lon=118.7969&lat=32.0603&datum=gcj02 asks at once.
const asked = new URLSearchParams(location.search);
for (const name of ['lon', 'lat', 'datum']) if (asked.has(name)) form[name].value = asked.get(name);
if (asked.has('lon') && asked.has('lat')) void find();
