import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { parts } from '../look/parts';
import { Speaks } from '../words/language';
import { words } from '../words/planner';
import './edit-list';
import { stationName } from './edit-list';
import { effectHead } from './effect-summary';
import { MOST, question, type Edit } from './edits';
import { save } from './files';
import { resultLook } from './result-look';
import './station-box';
import './station-find';
import type { Trial } from './trial';
import { waiting } from './waiting';

/** WhatIfPanel is where stations are tried: moved, opened, closed, kept open
 *  longer. It sends `edits`, `adding`, `add-here`, `undo`, `redo` and what the
 *  parts of it send. */
export class WhatIfPanel extends LitElement {
  static override properties = {
    trial: { attribute: false },
    edits: { attribute: false },
    effect: { attribute: false },
    stations: { attribute: false },
    station: {},
    circle: { type: Boolean },
    adding: { type: Boolean },
    timed: { type: Boolean },
    mapped: { type: Boolean },
    busy: { type: Boolean },
  };

  /** trial is what is shown; the four after it tell that it has changed. */
  declare trial: Trial;
  declare station: string;
  declare circle: boolean;
  declare adding: boolean;
  /** timed is whether the run looks at an hour, so that hours matter. */
  declare timed: boolean;
  /** mapped is whether there is a map to tap on. */
  declare mapped: boolean;

  static override styles = [parts, resultLook];

  constructor() {
    super();
    this.station = '';
    this.circle = this.adding = this.timed = this.mapped = false;
    new Speaks(this);
  }

  override render(): TemplateResult {
    const w = words().whatif;
    const { trial } = this;
    const shown = trial.list.length > 0 ? trial.effect : undefined;
    return html`<section aria-labelledby="title">
      <h2 id="title">${w.title}</h2>
      <p class="soft">${this.mapped ? w.what : w.whatNoMap}</p>
      ${shown ? effectHead(shown) : nothing} ${this.adders()}
      <station-find></station-find>
      ${this.station
        ? html`<station-box
            .station=${this.station}
            .name=${stationName(this.station, (id) => trial.name(id))}
            .where=${trial.where(this.station)}
            .circle=${this.circle}
          ></station-box>`
        : nothing}
      ${this.listed()} ${waiting({ busy: false, problem: trial.problem, again: trial.again })}
      ${shown ? html`<effect-summary .effect=${shown} aria-busy=${trial.busy}></effect-summary>` : nothing}
      <p class="soft small">${w.unwritten}</p>
    </section>`;
  }

  private adders(): TemplateResult {
    const w = words().whatif;
    const full = this.trial.list.length >= MOST;
    if (!this.mapped) return html``;
    return html`<div class="row">
      <button aria-pressed=${this.adding} ?disabled=${full} @click=${() => this.send('adding', !this.adding)}>${this.adding ? w.tapNow : w.add}</button>
      <button ?disabled=${full} @click=${() => this.send('add-here', '')}>${w.addHere}</button>
    </div>`;
  }

  private listed(): TemplateResult {
    const w = words().whatif;
    const { trial } = this;
    const idle = new Map((trial.effect?.no_effect ?? []).map((i) => [i.edit, i.reason]));
    return html`
      <h3>${w.count(trial.list.length)}</h3>
      <edit-list .edits=${trial.list} .naming=${(id: string) => trial.name(id)} .idle=${idle}></edit-list>
      ${!this.timed && trial.list.some((e) => 'hours' in e && e.hours) ? html`<p class="note">${w.needsHour}</p>` : nothing}
      <div class="row">
        <button ?disabled=${!trial.undoable} @click=${() => this.send('undo', '')}>${w.undo}</button>
        <button ?disabled=${!trial.redoable} @click=${() => this.send('redo', '')}>${w.redo}</button>
        ${trial.list.length > 0
          ? html`<button @click=${() => this.send<readonly Edit[]>('edits', [])}>${w.clear}</button>
              <button @click=${this.export}>${w.export}</button>
              <button @click=${() => this.send('share', '')}>${w.keep}</button>`
          : nothing}
      </div>
    `;
  }

  private readonly export = () => {
    const file = { datum: 'wgs84', ...question(this.trial.list) };
    save('edits.json', 'application/json', JSON.stringify(file, null, 2));
  };

  private send<T>(name: string, detail: T): void {
    this.dispatchEvent(new CustomEvent<T>(name, { detail, bubbles: true, composed: true }));
  }
}

customElements.define('whatif-panel', WhatIfPanel);
