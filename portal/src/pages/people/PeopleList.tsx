import { Button, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { enable, peopleChanged, type Team, usePeople } from '@/api/people';
import { asProblem } from '@/api/problem';
import type { Invited, User, Users } from '@/api/types';
import { useTitle } from '@/app/useTitle';
import { Blank } from '@/components/Blank';
import { Icon } from '@/components/icons';
import { ProblemMessage } from '@/components/ProblemMessage';
import { ProblemPage } from '@/components/ProblemPage';
import { LoadingRows } from '@/components/register/LoadingRows';
import classes from '@/components/register/Register.module.css';
import { RegisterRows } from '@/components/register/RegisterRows';
import { RegisterSearch } from '@/components/register/RegisterSearch';
import { useAction } from '@/components/dialog/useAction';
import { useSearchWords } from '@/components/register/useSearchWords';
import { DisableDialog } from './DisableDialog';
import { InvitationReady } from './InvitationReady';
import { InviteDialog } from './InviteDialog';
import { PeopleTable } from './PeopleTable';
import type { Doing } from './PersonMenu';
import { RoleDialog } from './RoleDialog';

interface Props {
  team: Team;
  title: string;
  /** Stands before the counts, when the title is not the company's name. */
  company?: string;
  /** A further button beside the invitation's. */
  children?: ReactNode;
}

/** The people of a company or of the vendor, and what is done with their accounts. */
export function PeopleList({ team, title, company, children }: Props) {
  const { t } = useTranslation('people');
  const queries = useQueryClient();
  const { typed, setTyped, searched } = useSearchWords();
  const pages = usePeople(team, searched);
  const people = pages.data?.pages.flatMap((page) => page.items);
  const active = activeIn(pages.data?.pages ?? []);
  const [doing, setDoing] = useState<{ what: Doing | 'invite'; user: User | null } | null>(null);
  const [invited, setInvited] = useState<Invited | null>(null);
  const { problem, run } = useAction();
  useTitle(title);
  const close = () => setDoing(null);
  // After somebody else's change the list is read again, and the dialog goes on from that.
  const user = people?.find((one) => one.id === doing?.user?.id) ?? doing?.user ?? null;

  return (
    <>
      <div className={classes.head}>
        <div>
          <Title order={1}>{title}</Title>
          <p className={classes.lead}>{[company, ...counts()].filter(Boolean).join(' · ')}</p>
        </div>
        <div className={classes.ways}>
          {children}
          <Button leftSection={<Icon name="user-plus" />} onClick={() => setDoing({ what: 'invite', user: null })}>
            {t('invite')}
          </Button>
        </div>
      </div>
      <section className={classes.card} aria-busy={pages.isFetching}>
        <RegisterSearch label={t('search')} value={typed} onChange={setTyped} />
        {problem && <ProblemMessage problem={problem} about="account" takesFocus />}
        {body()}
      </section>
      {(doing?.what === 'invite' || doing?.what === 'link') && <InviteDialog team={team} again={user} onReady={showLink} onClose={close} />}
      {doing?.what === 'role' && user && <RoleDialog team={team} user={user} onClose={close} />}
      {doing?.what === 'disable' && user && <DisableDialog user={user} active={active?.[user.id] ?? null} onClose={close} />}
      {invited && <InvitationReady invited={invited} onClose={() => setInvited(null)} />}
    </>
  );

  /** How many there are; only of a list that is here to its end. */
  function counts(): string[] {
    if (!people?.length || pages.hasNextPage || searched) return [];
    const usable = people.filter((one) => one.state === 'active').length;
    const waiting = people.filter((one) => one.state === 'invited').length;
    return [t('active', { count: usable }), waiting ? t('invited', { count: waiting }) : ''];
  }

  function body() {
    if (pages.error && !people) return <ProblemPage problem={asProblem(pages.error)} title={t('failed')} onRetry={() => void pages.refetch()} />;
    if (!people) return <LoadingRows label={t('loading')} />;
    if (!people.length && searched) return <Blank icon="search" title={t('empty.search', { text: searched })} text={t('empty.searchText')} />;
    if (!people.length) return <Blank icon="user-plus" title={t('empty.title')} text={t('empty.text')} />;
    return (
      <RegisterRows pages={pages} more={t('more')}>
        <PeopleTable people={people} active={active} onChoose={choose} />
      </RegisterRows>
    );
  }

  function choose(what: Doing, chosen: User) {
    if (what === 'enable') void enableAgain(chosen);
    else setDoing({ what, user: chosen });
  }

  function showLink(made: Invited) {
    close();
    setInvited(made);
  }

  async function enableAgain(chosen: User) {
    await run(async () => {
      const now = await enable(chosen);
      notifications.show({ message: t(now.state === 'invited' ? 'enabledInvited' : 'enabled') });
    });
    await peopleChanged(queries);
  }
}

/** How many active requests each has; none while a page came without the numbers. */
function activeIn(pages: Users[]): Record<string, number> | null {
  if (pages.some((page) => page.active_tickets === null)) return null;
  return Object.assign({}, ...pages.map((page) => page.active_tickets)) as Record<string, number>;
}
