using BootstrapVz.Base.Errors;
using BootstrapVz.Base.Manifests.Binding;
using BootstrapVz.Base.Manifests.Syntax;

namespace BootstrapVz.Base.Manifests;

/// <summary>Reads files other than manifests, such as a list of build servers, by the rules of the manifest language.</summary>
public static class OptionsFile
{
    /// <summary>Reads a YAML or JSON file onto an options record.</summary>
    /// <typeparam name="T">The options record: property = setting, as for providers and plugins.</typeparam>
    /// <exception cref="ManifestException">The file has errors; all of them are in the exception.</exception>
    public static T Read<T>(string path)
        where T : class
    {
        var findings = new Findings();
        T? options = null;
        if (SourceFile.Read(path, findings) is { } root)
        {
            var scope = new BindingScope(findings) { Folder = Path.GetDirectoryName(Path.GetFullPath(path))! };
            options = (T?)new RecordShape(typeof(T)).Bind(root, new(scope, [], null));
        }

        return options is null || findings.HasErrors ? throw new ManifestException(findings.All) : options;
    }
}
