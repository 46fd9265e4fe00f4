import { serveOffline } from '../look/offline';
import { sight } from '../look/sight';
import { tongue } from '../words/language';
import './rider-app';

sight.begin();
tongue.begin();
serveOffline();
