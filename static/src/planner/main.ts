import { tongue } from '../words/language';
import './planner-app';

tongue.begin();
