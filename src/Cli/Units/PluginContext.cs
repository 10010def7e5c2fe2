using System.Reflection;
using System.Runtime.Loader;

namespace BootstrapVz.Cli.Units;

/// <summary>
/// Loads one external plugin. What the program itself brings, above all its own assemblies, is shared, so that a plugin's tasks are
/// tasks of ours; anything else comes from beside the plugin and is its alone.
/// </summary>
internal sealed class PluginContext(string file) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(file))
{
    private readonly AssemblyDependencyResolver _resolver = new(file);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        try
        {
            return Default.LoadFromAssemblyName(assemblyName);
        }
        catch (FileNotFoundException)
        {
            var beside = Path.Combine(Path.GetDirectoryName(file)!, assemblyName.Name + ".dll");
            return _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path)
                : File.Exists(beside) ? LoadFromAssemblyPath(beside)
                : null;
        }
    }
}
