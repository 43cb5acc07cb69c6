import common from './common.json';
import errors from './errors.json';
import requests from './requests.json';
import signIn from './sign-in.json';

export default { common, errors, requests, signIn };
