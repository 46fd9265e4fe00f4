import { begin } from '../look/begin';
import './embed-app';

begin(new URLSearchParams(location.search).get('theme'));
