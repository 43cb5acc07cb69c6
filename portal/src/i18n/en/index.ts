import common from './common.json';
import companies from './companies.json';
import draft from './draft.json';
import editor from './editor.json';
import errors from './errors.json';
import files from './files.json';
import invitation from './invitation.json';
import newRequest from './new-request.json';
import people from './people.json';
import profile from './profile.json';
import queue from './queue.json';
import request from './request.json';
import requests from './requests.json';
import shortcuts from './shortcuts.json';
import signIn from './sign-in.json';
import staff from './staff.json';

export default { common, companies, draft, editor, errors, files, invitation, newRequest, people, profile, queue, request, requests, shortcuts, signIn, staff };
