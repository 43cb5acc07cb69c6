import { Button, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import { api, dataOf } from '@/api/client';
import { asProblem } from '@/api/problem';
import { useTitle } from '@/app/useTitle';
import { ProblemMessage } from '@/components/ProblemMessage';
import { SignInFrame } from '@/pages/sign-in/SignInFrame';
import { AcceptForm } from './AcceptForm';

/** The link of an invitation: the invited person sets name and password, once. */
export function Component() {
  const { t } = useTranslation('invitation');
  const { token = '' } = useParams();
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => dataOf(api.GET('/api/v1/invitations/{token}', { params: { path: { token } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });
  useTitle(t('title'));
  return <SignInFrame>{body()}</SignInFrame>;

  function body() {
    if (invitation.error) {
      const problem = asProblem(invitation.error);
      return (
        <>
          <Title order={1} mb="md">
            {t('title')}
          </Title>
          <ProblemMessage problem={problem}>
            {problem.status === 410 ? (
              <Button component={Link} to="/sign-in" variant="default">
                {t('toSignIn')}
              </Button>
            ) : (
              <Button variant="default" onClick={() => void invitation.refetch()}>
                {t('retry')}
              </Button>
            )}
          </ProblemMessage>
        </>
      );
    }
    return invitation.data ? <AcceptForm token={token} invitation={invitation.data} /> : null;
  }
}
