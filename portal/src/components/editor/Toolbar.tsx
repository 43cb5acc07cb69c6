import { UnstyledButton } from '@mantine/core';
import { type Editor, useEditorState } from '@tiptap/react';
import { useTranslation } from 'react-i18next';
import { Outline } from '@/components/icons';
import { LinkWay } from './LinkWay';
import classes from './RichEditor.module.css';

type Chain = ReturnType<Editor['chain']>;

interface Way {
  label: 'bold' | 'italic' | 'heading' | 'bulletList' | 'orderedList' | 'quote' | 'code' | 'undo' | 'redo';
  /** The outline of its icon (Tabler, MIT). */
  path: string;
  do: (chain: Chain) => Chain;
  /** What it makes, for ways that are on or off: the name of a mark or node, and its attributes. */
  makes?: [name: string, attributes?: object];
}

const MARKS: Way[] = [
  { label: 'bold', path: 'M7 5h6a3.5 3.5 0 0 1 0 7h-6l0 -7 M13 12h1a3.5 3.5 0 0 1 0 7h-7v-7', do: (chain) => chain.toggleBold(), makes: ['bold'] },
  { label: 'italic', path: 'M11 5l6 0 M7 19l6 0 M14 5l-4 14', do: (chain) => chain.toggleItalic(), makes: ['italic'] },
  {
    label: 'heading',
    path: 'M17 12a2 2 0 1 1 4 0c0 .591 -.417 1.318 -.816 1.858l-3.184 4.143l4 0 M4 6v12 M12 6v12 M11 18h2 M3 18h2 M4 12h8 M3 6h2 M11 6h2',
    do: (chain) => chain.toggleHeading({ level: 2 }),
    makes: ['heading', { level: 2 }],
  },
];
const BLOCKS: Way[] = [
  { label: 'bulletList', path: 'M9 6l11 0 M9 12l11 0 M9 18l11 0 M5 6l0 .01 M5 12l0 .01 M5 18l0 .01', do: (chain) => chain.toggleBulletList(), makes: ['bulletList'] },
  {
    label: 'orderedList',
    path: 'M11 6h9 M11 12h9 M12 18h8 M4 16a2 2 0 1 1 4 0c0 .591 -.5 1 -1 1.5l-3 2.5h4 M6 10v-6l-2 2',
    do: (chain) => chain.toggleOrderedList(),
    makes: ['orderedList'],
  },
  {
    label: 'quote',
    path: 'M6 15h15 M21 19h-15 M15 11h6 M21 7h-6 M9 9h1a1 1 0 1 1 -1 1v-2.5a2 2 0 0 1 2 -2 M3 9h1a1 1 0 1 1 -1 1v-2.5a2 2 0 0 1 2 -2',
    do: (chain) => chain.toggleBlockquote(),
    makes: ['blockquote'],
  },
  { label: 'code', path: 'M7 8l-4 4l4 4 M17 8l4 4l-4 4 M14 4l-4 16', do: (chain) => chain.toggleCode(), makes: ['code'] },
];
const STEPS: Way[] = [
  { label: 'undo', path: 'M9 14l-4 -4l4 -4 M5 10h11a4 4 0 1 1 0 8h-1', do: (chain) => chain.undo() },
  { label: 'redo', path: 'M15 14l4 -4l-4 -4 M19 10h-11a4 4 0 1 0 0 8h1', do: (chain) => chain.redo() },
];

/** What can be done with the selected text. */
export function Toolbar({ editor }: { editor: Editor }) {
  const { t } = useTranslation('editor');
  return (
    <div role="toolbar" aria-label={t('toolbar')} className={classes.toolbar}>
      <Group ways={MARKS} editor={editor} />
      <Group ways={BLOCKS} editor={editor} />
      <div className={classes.group}>
        <LinkWay editor={editor} />
      </div>
      <Group ways={STEPS} editor={editor} />
    </div>
  );
}

function Group({ ways, editor }: { ways: Way[]; editor: Editor }) {
  return (
    <div className={classes.group}>
      {ways.map((way) => (
        <WayButton key={way.label} way={way} editor={editor} />
      ))}
    </div>
  );
}

function WayButton({ way, editor }: { way: Way; editor: Editor }) {
  const { t } = useTranslation('editor');
  const { isOn, isPossible } = useEditorState({
    editor,
    selector: ({ editor: now }) => ({ isOn: way.makes ? now.isActive(...way.makes) : false, isPossible: Boolean(way.makes) || way.do(now.can().chain()).run() }),
  });
  return (
    <UnstyledButton
      className={classes.way}
      data-way={way.label}
      aria-label={t(way.label)}
      title={t(way.label)}
      aria-pressed={way.makes ? isOn : undefined}
      disabled={!isPossible}
      onMouseDown={(event) => event.preventDefault()} // the text keeps the focus: a space typed at once would press the button again
      onClick={() => way.do(editor.chain().focus()).run()}
    >
      <Outline path={way.path} />
    </UnstyledButton>
  );
}
