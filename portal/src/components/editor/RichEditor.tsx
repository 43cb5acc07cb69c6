import { Image } from '@tiptap/extension-image';
import { Link } from '@tiptap/extension-link';
import { Placeholder } from '@tiptap/extensions';
import { type Editor, EditorContent, useEditor } from '@tiptap/react';
import { StarterKit } from '@tiptap/starter-kit';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asProblem, type Problem } from '@/api/problem';
import type { FileInfo } from '@/api/types';
import { ProblemMessage } from '@/components/ProblemMessage';
import rich from '@/components/RichText.module.css';
import { cleanPasted } from './pasted';
import classes from './RichEditor.module.css';
import { Toolbar } from './Toolbar';

export interface EditorHandle {
  focus: () => void;
  /** Put a quotation at the end, and the cursor after it. */
  quote: (text: string) => void;
  clear: () => void;
}

/** What may stand in a text; the server looks at the bytes. */
const PICTURES = new Set(['image/png', 'image/jpeg', 'image/webp']);

interface Props {
  /** The text to begin with; later changes of it are not followed. */
  initialHtml: string;
  onChange: (html: string) => void;
  /** Stores a picture that was pasted or dropped into the text. */
  storePicture: (file: File) => Promise<FileInfo>;
  /** Other files that were pasted or dropped into the text: they become attachments. */
  onFiles: (files: File[]) => void;
  label: string;
  placeholder?: string;
  isInvalid?: boolean;
  describedBy?: string;
  minHeight?: number;
  /** Given the way into the editor when it is there, and nothing when it goes. */
  handle?: (handle: EditorHandle | null) => void;
  autoFocus?: boolean;
}

/** The text of a request or an answer. Loaded only where somebody writes (it is the largest part of the portal). */
export default function RichEditor({ initialHtml, onChange, storePicture, onFiles, label, placeholder, isInvalid, describedBy, minHeight = 180, handle, autoFocus = false }: Props) {
  const { t, i18n } = useTranslation('editor');
  const leaves = useRef(false);
  const [sending, setSending] = useState(0);
  const [problem, setProblem] = useState<Problem | null>(null);
  const given = useRef({ onChange, storePicture, onFiles });

  const editor = useEditor({
    injectCSS: false,
    shouldRerenderOnTransaction: false,
    extensions: [
      StarterKit.configure({ link: false, heading: { levels: [2, 3] } }),
      Link.configure({ openOnClick: false, protocols: ['http', 'https', 'mailto', 'tel'], defaultProtocol: 'https' }),
      Image.configure({ allowBase64: false }),
      Placeholder.configure({ placeholder: placeholder ?? '' }),
    ],
    content: initialHtml,
    autofocus: autoFocus ? 'end' : false,
    onUpdate: ({ editor: changed }) => given.current.onChange(changed.isEmpty ? '' : changed.getHTML()),
    editorProps: {
      attributes: {
        class: rich.text ?? '', // what is written looks as it will be read
        'aria-label': label,
        'aria-multiline': 'true',
        'aria-invalid': String(Boolean(isInvalid)),
        ...(describedBy ? { 'aria-describedby': describedBy } : {}),
        lang: i18n.language,
        spellcheck: 'true',
      },
      transformPastedHTML: cleanPasted,
      handlePaste: (_view, event) => takeFiles(event.clipboardData, event),
      handleDrop: (_view, event) => takeFiles(event.dataTransfer, event),
      handleDOMEvents: { keydown: (_view, event) => letTabLeave(event) },
    },
  });

  useEffect(() => {
    given.current = { onChange, storePicture, onFiles };
  }, [onChange, storePicture, onFiles]);

  useEffect(() => {
    handle?.(handleOf(editor));
    return () => handle?.(null);
  }, [editor, handle]);

  return (
    <>
    <div className={classes.editor} data-invalid={isInvalid || undefined} style={{ ['--editor-height' as string]: `${minHeight}px` }}>
      <Toolbar editor={editor} />
      <EditorContent editor={editor} />
    </div>
    <span role="status" className={classes.sending}>{sending > 0 && t('pictureSending')}</span>
    {problem && <ProblemMessage problem={problem} />}
    </>
  );

  /** Files in a paste or drop; text beside them (Word adds a picture of its text) is preferred. */
  function takeFiles(data: DataTransfer | null, event: Event): boolean {
    const files = [...(data?.files ?? [])];
    if (!files.length || data?.types.includes('text/html')) return false;
    event.preventDefault();
    const pictures = files.filter((file) => PICTURES.has(file.type));
    for (const picture of pictures) void putPicture(named(picture));
    const others = files.filter((file) => !PICTURES.has(file.type));
    if (others.length) given.current.onFiles(others);
    return true;
  }

  /** The picture stands in the text once it is stored: a text is never saved with an address that only this page knows. */
  async function putPicture(file: File) {
    setSending((count) => count + 1);
    setProblem(null);
    try {
      const stored = await given.current.storePicture(file);
      editor.chain().setImage({ src: `/api/v1/files/${stored.id}/content`, alt: file.name }).run();
    } catch (error) {
      setProblem(asProblem(error));
    } finally {
      setSending((count) => count - 1);
    }
  }

  /** Escape, then Tab leaves the editor; otherwise Tab indents in lists. */
  function letTabLeave(event: KeyboardEvent): boolean {
    if (event.key === 'Tab' && leaves.current) return true;
    if (event.key === 'Escape') leaves.current = true;
    else if (event.key !== 'Shift') leaves.current = false;
    return false;
  }

  /** A pasted screenshot has no name of its own: the moment tells several apart. */
  function named(file: File): File {
    if (file.name !== 'image.png') return file;
    const moment = new Date().toISOString().slice(0, 19).replaceAll(/[T:]/gu, '-');
    return new File([file], `${t('screenshot')}-${moment}.png`, { type: file.type });
  }
}

function handleOf(editor: Editor): EditorHandle {
  return {
    focus: () => editor.commands.focus('end'),
    quote: (text) => {
      const quotation = { type: 'blockquote', content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] };
      const chain = editor.chain();
      if (editor.isEmpty) chain.setContent({ type: 'doc', content: [quotation, { type: 'paragraph' }] }, { emitUpdate: true });
      else chain.insertContentAt(editor.state.doc.content.size, [quotation, { type: 'paragraph' }]);
      chain.focus('end').run();
    },
    clear: () => void editor.commands.setContent({ type: 'doc', content: [{ type: 'paragraph' }] }, { emitUpdate: true }),
  };
}
