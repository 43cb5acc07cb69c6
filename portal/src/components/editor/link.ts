/** Links in a text: pasted or typed addresses become some. Tiptap's own brings a list of all top-level domains, for addresses without a scheme. */
import { InputRule, Mark, markPasteRule, mergeAttributes } from '@tiptap/core';
import { Plugin, TextSelection } from '@tiptap/pm/state';
import { isAddress } from './addresses';

const TYPED = /(?:^|\s)(https?:\/\/\S*[^\s.,;:!?)\]”"'])\s$/iu;
const PASTED = /https?:\/\/[^\s<>]*[^\s<>.,;:!?)\]”"']/giu;

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    link: {
      /** Give the selected text an address. */
      setLink: (attributes: { href: string }) => ReturnType;
      unsetLink: () => ReturnType;
    };
  }
}

export const Link = Mark.create({
  name: 'link',
  priority: 1000,
  inclusive: false,
  keepOnSplit: false,

  addAttributes: () => ({ href: { default: null } }),

  parseHTML: () => [{ tag: 'a[href]', getAttrs: (element) => (isAddress(element.getAttribute('href') ?? '') ? null : false) }],

  renderHTML: ({ HTMLAttributes }) => ['a', mergeAttributes(HTMLAttributes), 0],

  addCommands() {
    return {
      setLink: (attributes) => (props) => props.commands.setMark(this.name, attributes),
      unsetLink: () => (props) => props.commands.unsetMark(this.name, { extendEmptyMarkRange: true }),
    };
  },

  /** An address becomes a link with the space after it. */
  addInputRules() {
    return [
      new InputRule({
        find: TYPED,
        handler: ({ state, range, match: [all, address = ''] }) => {
          const from = range.from + all.indexOf(address);
          const to = from + address.length;
          state.tr.addMark(from, to, this.type.create({ href: address })).insertText(' ', to);
          state.tr.setSelection(TextSelection.create(state.tr.doc, to + 1)).removeStoredMark(this.type);
        },
      }),
    ];
  },

  addPasteRules() {
    return [markPasteRule({ find: PASTED, type: this.type, getAttributes: ([address]) => ({ href: address }) })];
  },

  /** An address that is pasted over selected text is put under it. */
  addProseMirrorPlugins() {
    const { editor } = this;
    return [
      new Plugin({
        props: {
          handlePaste: (view, _event, slice) => {
            const pasted = slice.content.textBetween(0, slice.content.size).trim();
            if (view.state.selection.empty || !isAddress(pasted)) return false;
            return editor.commands.setLink({ href: pasted });
          },
        },
      }),
    ];
  },
});
