import { begin } from '../look/begin';
import { serveOffline } from '../look/offline';
import './rider-app';

begin();
serveOffline();
