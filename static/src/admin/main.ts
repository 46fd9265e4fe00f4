import { begin } from '../look/begin';
import './admin-app';

begin();
