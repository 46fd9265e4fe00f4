import { serveOffline } from '../look/offline';
import { sight } from '../look/sight';
import { tongue } from '../words/language';
import './driver-app';

sight.begin();
tongue.begin();
serveOffline();
