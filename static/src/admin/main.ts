import { tongue } from '../words/language';
import './admin-app';

tongue.begin();
