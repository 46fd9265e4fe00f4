import { tongue } from '../words/language';
import './rider-app';

tongue.begin();
