Nilometer

Licensed under the Apache License, Version 2.0: META-INF/LICENSE in its archive.

It is distributed with these libraries, each under its own licence (META-INF/THIRD-PARTY.txt); what their authors want to be
told stands in their own archives.

<#list dependencyMap as entry>
${entry.getKey().getName()!entry.getKey().getArtifactId()}<#if (entry.getKey().getOrganization().getName())??>, ${entry.getKey().getOrganization().getName()}</#if>
</#list>
