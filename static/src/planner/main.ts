import { begin } from '../look/begin';
import './planner-app';

begin();
