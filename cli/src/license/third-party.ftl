The libraries that Nilometer is distributed with, and their licences.

<#list dependencyMap as entry>
${entry.getKey().getGroupId()}:${entry.getKey().getArtifactId()}:${entry.getKey().getVersion()}
    ${entry.getValue()?sort?join(", ")}<#if entry.getKey().getUrl()??>; ${entry.getKey().getUrl()}</#if>
</#list>
