import type { ControlPosition, IControl, Map as Chart, MapSourceDataEvent } from 'maplibre-gl';
import { tongue } from '../words/language';

// The sources of a base map from elsewhere, by the names that its style and
// its archive give them.
const GROUND = /^(pictures-\d+|archive)$/;

const NUDGE = 500; // ms before the first nudge; each later one comes after twice the time
const LATE = 8000; // ms; a service behind a wall may never answer at all

/** GroundWatch says on a map that nothing of its base map came from where the
 *  operator has it, until something does. A map whose every tile is answered
 *  404 draws no further frame, and would never be loaded: it is nudged until
 *  the note would come anyway. Each nudge draws the map and wakes a phone. */
export class GroundWatch implements IControl {
  private readonly note = document.createElement('p');
  private came = false;
  private nudging: ReturnType<typeof setTimeout> | undefined;
  private late: ReturnType<typeof setTimeout> | undefined;

  /** ready settles when the sources of the base map are on the map, or never
   *  will be: before, nothing can be missed. */
  constructor(private readonly ready: Promise<unknown>) {
    this.note.className = 'maplibregl-ctrl groundless';
    this.note.setAttribute('role', 'status');
  }

  onAdd(chart: Chart): HTMLElement {
    this.nudge(chart, NUDGE);
    chart.once('load', () => clearTimeout(this.nudging));
    this.late = setTimeout(this.judge, LATE);
    chart.on('sourcedata', this.look);
    void this.ready.then(() => {
      chart.on('idle', this.judge);
      chart.triggerRepaint(); // it may be idle already
    });
    return this.note;
  }

  onRemove(): void {
    clearTimeout(this.nudging);
    clearTimeout(this.late);
    this.note.remove();
  }

  getDefaultPosition(): ControlPosition {
    return 'bottom-left';
  }

  private nudge(chart: Chart, wait: number): void {
    if (wait >= LATE) return;
    this.nudging = setTimeout(() => {
      chart.triggerRepaint();
      this.nudge(chart, 2 * wait);
    }, wait);
  }

  private readonly look = ({ sourceId, tile }: MapSourceDataEvent) => {
    if (this.came || !tile || !GROUND.test(sourceId)) return;
    this.came = true;
    this.judge();
  };

  private readonly judge = () => {
    this.note.textContent = this.came ? '' : tongue.words.groundless;
  };
}
