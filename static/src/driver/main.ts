import { begin } from '../look/begin';
import { serveOffline } from '../look/offline';
import './driver-app';

begin();
serveOffline();
