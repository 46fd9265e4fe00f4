import { LitElement, html, nothing, type TemplateResult } from 'lit';
import { inWords } from '../api/client';
import { holder } from '../api/key';
import { fetchFile } from '../api/keyed';
import { parts } from '../look/parts';
import { words } from '../words/planner';
import { save } from './files';

/** FileLink is a link to a file of the server. Who holds a key gets it by a
 *  request that shows the key. */
export class FileLink extends LitElement {
  static override properties = { href: {}, name: {}, problem: { state: true } };

  declare href: string;
  /** name is that of the file. */
  declare name: string;
  declare problem: unknown;

  static override styles = [parts];

  override render(): TemplateResult {
    return html`<a class="button" href=${this.href} download=${this.name} @click=${this.take}><slot></slot></a>
      ${this.problem ? html`<p role="alert">${inWords(this.problem, words())}</p>` : nothing}`;
  }

  private readonly take = async (e: Event) => {
    if (!holder.held) return;
    e.preventDefault();
    this.problem = undefined;
    try {
      const file = await fetchFile(this.href);
      save(this.name, file.type, file);
    } catch (problem) {
      this.problem = problem;
    }
  };
}

customElements.define('file-link', FileLink);
