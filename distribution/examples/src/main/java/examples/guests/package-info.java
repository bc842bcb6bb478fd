/** A plugin with an authorizer and a setting: clients whose id begins with a prefix may read but not write. */
package examples.guests;
