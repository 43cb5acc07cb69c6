import { Button, Select, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeProfile, type ProfileFacts } from '@/api/account';
import type { User } from '@/api/types';
import { ProblemMessage } from '@/components/ProblemMessage';
import { useAction } from '@/components/dialog/useAction';
import { TimeZoneSelect } from '@/components/TimeZoneSelect';
import { chooseLanguage, type Language, LANGUAGES } from '@/i18n';
import { accountChanged } from '@/session/store';
import classes from './ProfilePage.module.css';

const MOST_NAME = 120;
const MOST_TELEPHONE = 40;
const IS_TELEPHONE = /^(?:\+?\d[\d ()./-]{3,})?$/u;

/** Name, telephone, language, time zone. */
export function AboutForm({ account }: { account: User }) {
  const { t } = useTranslation('profile');
  const queries = useQueryClient();
  // Only what the person has touched: the rest follows the account, also when another device changes it.
  const [touched, setTouched] = useState<Partial<ProfileFacts>>({});
  const { name, telephone, language, time_zone: zone }: ProfileFacts = { ...account, ...touched };
  const touch = (facts: Partial<ProfileFacts>) => setTouched((before) => ({ ...before, ...facts }));
  const { isBusy, problem, run } = useAction();
  const nameError = name.trim() ? undefined : t('nameMissing');
  const telephoneError = IS_TELEPHONE.test(telephone.trim()) ? undefined : t('telephoneWrong');
  return (
    <section className={classes.card}>
      <Title order={2}>{t('about')}</Title>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <div className={classes.fields}>
          <TextInput className={classes.whole} label={t('email')} description={t('emailHint')} value={account.email} readOnly />
          <TextInput label={t('name')} required autoComplete="name" maxLength={MOST_NAME} value={name} onChange={(event) => touch({ name: event.currentTarget.value })} error={nameError} />
          <TextInput label={t('telephone')} type="tel" autoComplete="tel" maxLength={MOST_TELEPHONE} value={telephone} onChange={(event) => touch({ telephone: event.currentTarget.value })} error={telephoneError} />
          <Select label={t('language')} data={LANGUAGES.map((value) => ({ value, label: t(value) }))} value={language} onChange={(value) => value && touch({ language: value })} />
          <TimeZoneSelect label={t('timeZone')} value={zone} onChange={(value) => touch({ time_zone: value })} />
          {problem && (
            <div className={classes.whole}>
              <ProblemMessage problem={problem} about="account" takesFocus />
            </div>
          )}
        </div>
        <Button type="submit" loading={isBusy}>
          {t('save')}
        </Button>
      </form>
    </section>
  );

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (nameError || telephoneError) return;
    await run(async () => {
      const user = await changeProfile(account, trimmed(touched));
      await queries.invalidateQueries({ queryKey: ['account'] });
      setTouched({});
      accountChanged(user);
      await chooseLanguage(user.language as Language);
      notifications.show({ message: t('saved') });
    });
    await queries.invalidateQueries({ queryKey: ['account'] });
  }
}

function trimmed(facts: Partial<ProfileFacts>): Partial<ProfileFacts> {
  return { ...facts, ...(facts.name !== undefined && { name: facts.name.trim() }), ...(facts.telephone !== undefined && { telephone: facts.telephone.trim() }) };
}
