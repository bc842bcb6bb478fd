package gossip.core.security;

import gossip.api.security.Acl;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Names that rules deny, whatever others allow. Confined to one thread. */
final class AclDenials {
    private final Set<String> literal = new HashSet<>();
    private final Set<String> prefixes = new HashSet<>();
    private final TreeSet<Integer> prefixLengths = new TreeSet<>();

    AclDenials(List<Acl> denying) {
        for (Acl acl : denying) {
            if (acl.pattern() == Acl.Pattern.LITERAL) {
                literal.add(acl.name());
            } else if (prefixes.add(acl.name())) {
                prefixLengths.add(acl.name().length());
            }
        }
    }

    /** Whether nothing is left of what a rule allows. */
    boolean swallow(Acl allowing) {
        if (literal.contains(Acl.ANY)) {
            return true;
        }
        boolean isLiteral = allowing.pattern() == Acl.Pattern.LITERAL;
        boolean isWildcard = isLiteral && allowing.name().equals(Acl.ANY);
        return !isWildcard && (isLiteral && literal.contains(allowing.name()) || beginsDenied(allowing.name()));
    }

    private boolean beginsDenied(String name) {
        for (int length : prefixLengths.headSet(name.length(), true)) {
            if (prefixes.contains(name.substring(0, length))) {
                return true;
            }
        }
        return false;
    }
}
