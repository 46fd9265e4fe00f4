import { sight } from '../look/sight';
import { tongue } from '../words/language';
import './embed-app';

sight.begin(new URLSearchParams(location.search).get('theme'));
tongue.begin();
