import { sight } from '../look/sight';
import { tongue } from '../words/language';
import './planner-app';

sight.begin();
tongue.begin();
