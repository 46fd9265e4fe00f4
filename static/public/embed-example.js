// What a page does with the map: it names a place, and listens. Whoever knows
// the place at once writes the element into the page; here it is asked for.
const map = document.createElement('yizhan-map');
map.addEventListener('yizhan-station', (event) => {
  document.querySelector('output').textContent = `${event.detail.name} (${event.detail.id})`;
});
fetch('/v1/meta')
  .then((answer) => answer.json())
  .then(({ bounds }) => {
    const [lon, lat] = bounds ? [(bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2] : [118.7969, 32.0603];
    map.setAttribute('lon', lon.toFixed(4));
    map.setAttribute('lat', lat.toFixed(4));
    map.setAttribute('lang', 'zh');
    const code = map.outerHTML;
    document.querySelector('.map').append(map);
    document.querySelector('code').textContent = [
      `<script src="${location.origin}/embed.js"></script>`,
      code,
    ].join('\n');
  });
