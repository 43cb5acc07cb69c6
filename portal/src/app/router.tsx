import { createBrowserRouter, type RouteObject } from 'react-router';
import { Broken } from './Broken';
import { Home } from './Home';
import { NotFound } from './NotFound';
import { SignedIn } from './SignedIn';

/** Every page is loaded when it is opened. A page's module exports `Component`. */
const routes: RouteObject[] = [
  {
    errorElement: <Broken />,
    HydrateFallback: () => null,
    children: [
      { path: '/sign-in', lazy: () => import('@/pages/sign-in/SignInPage') },
      { path: '/invitations/:token', lazy: () => import('@/pages/invitation/InvitationPage') },
      {
        element: <SignedIn />,
        children: [
          {
            errorElement: <Broken />,
            children: [
              { index: true, element: <Home /> },
              { path: '/queue', lazy: () => import('@/pages/queue/QueuePage') },
              { path: '/requests', lazy: () => import('@/pages/requests/RequestsPage') },
              { path: '/requests/new', lazy: () => import('@/pages/new-request/NewRequestPage') },
              { path: '/requests/:number', lazy: () => import('@/pages/request/RequestPage') },
              { path: '/companies', lazy: () => import('@/pages/companies/CompaniesPage') },
              { path: '/companies/:companyId', lazy: () => import('@/pages/companies/CompanyPage') },
              { path: '/team', lazy: () => import('@/pages/people/TeamPage') },
              { path: '/users', lazy: () => import('@/pages/people/UsersPage') },
              { path: '/profile', lazy: () => import('@/pages/profile/ProfilePage') },
              { path: '*', element: <NotFound /> },
            ],
          },
        ],
      },
    ],
  },
];

export const router = createBrowserRouter(routes);
