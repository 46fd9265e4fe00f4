import { sight } from '../look/sight';
import { tongue } from '../words/language';
import './admin-app';

sight.begin();
tongue.begin();
