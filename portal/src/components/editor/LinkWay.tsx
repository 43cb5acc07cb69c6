import { Button, Popover, TextInput, UnstyledButton } from '@mantine/core';
import { type Editor, useEditorState } from '@tiptap/react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '@/components/icons';
import { addressOf } from './addresses';
import classes from './RichEditor.module.css';

/** Gives the selected text an address, or takes it away. */
export function LinkWay({ editor }: { editor: Editor }) {
  const { t } = useTranslation('editor');
  const [typed, setTyped] = useState<string | null>(null);
  const isOn = useEditorState({ editor, selector: ({ editor: now }) => now.isActive('link') });
  return (
    <Popover opened={typed !== null} onChange={() => setTyped(null)} trapFocus withRoles={false} position="bottom-start">
      <Popover.Target>
        <UnstyledButton className={classes.way} aria-label={t('link')} title={t('link')} aria-pressed={isOn} aria-expanded={typed !== null} onClick={() => setTyped(present())}>
          <Icon name="link" />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.link}>
        <TextInput aria-label={t('linkAddress')} placeholder={t('linkAddress')} type="url" value={typed ?? ''} onChange={(event) => setTyped(event.currentTarget.value)} onKeyDown={saveOnEnter} className={classes.address} data-autofocus />
        <Button variant="default" onClick={save}>
          {t('linkSave')}
        </Button>
        {isOn && (
          <Button variant="subtle" color="gray" onClick={() => put('')}>
            {t('unlink')}
          </Button>
        )}
      </Popover.Dropdown>
    </Popover>
  );

  function present(): string {
    const { href } = editor.getAttributes('link');
    return typeof href === 'string' ? href : '';
  }

  /** The editor may stand in a form, which is not what is sent. */
  function saveOnEnter(event: KeyboardEvent) {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    save();
  }

  function save() {
    if (typed !== null) put(addressOf(typed)); // a second Enter, before the field is gone, does nothing
  }

  /** No text selected: the address itself becomes the text. */
  function put(href: string) {
    setTyped(null);
    const chain = editor.chain().focus().extendMarkRange('link');
    if (!href) chain.unsetLink().run();
    else if (editor.state.selection.empty && !isOn) chain.insertContent({ type: 'text', text: href, marks: [{ type: 'link', attrs: { href } }] }).run();
    else chain.setLink({ href }).run();
  }
}
