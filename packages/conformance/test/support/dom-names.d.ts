/** What playwright-core's types call by the DOM's names, and no more of it: what runs in a page is text to us. */
interface Node {
  readonly nodeName: string;
}

interface HTMLElement extends Node {
  readonly innerText: string;
}

interface SVGElement extends Node {
  readonly ownerSVGElement: SVGElement | null;
}

interface HTMLElementTagNameMap {
  readonly a: HTMLElement;
}
