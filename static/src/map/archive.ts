import { addProtocol, type Map as Chart } from './maplibre';
import { PMTiles, Protocol, TileType } from 'pmtiles';
import { sight } from '../look/sight';
import { SOURCE, drawn } from './archive-look';
import { AREAS, LAND, dimmed } from './base';

const protocol = new Protocol();
addProtocol('pmtiles', protocol.tile);

/** addArchive draws a PMTiles archive under all else of a map: its pictures,
 *  or of its vector tiles the layers that it knows by their names in the
 *  schemas of Protomaps and OpenMapTiles. Borders are not among them. Its
 *  address is absolute. It rejects when the archive cannot be read. */
export async function addArchive(chart: Chart, address: string): Promise<void> {
  const archive = new PMTiles(address);
  protocol.add(archive);
  const [header, about] = await Promise.all([archive.getHeader(), archive.getMetadata()]);
  if (!chart.getLayer(AREAS)) return; // the map is gone
  const above = chart.getStyle().layers.find((layer) => layer.id !== LAND)!.id;
  const url = `pmtiles://${address}`;
  if (header.tileType !== TileType.Mvt) {
    chart.addSource(SOURCE, { type: 'raster', url, tileSize: 256 });
    chart.addLayer({ id: 'pictures-0', type: 'raster', source: SOURCE, paint: dimmed(sight.dark) }, above);
    return;
  }
  chart.addSource(SOURCE, { type: 'vector', url });
  const { vector_layers } = about as { vector_layers?: { id: string }[] };
  const names = (vector_layers ?? []).map((l) => l.id);
  for (const layer of drawn(names, sight.dark)) chart.addLayer(layer, above);
  const repaint = () => {
    for (const { id, paint } of drawn(names, sight.dark)) for (const [name, value] of Object.entries(paint ?? {})) chart.setPaintProperty(id, name as 'fill-color', value);
  };
  sight.addEventListener('change', repaint);
  chart.once('remove', () => sight.removeEventListener('change', repaint));
}
