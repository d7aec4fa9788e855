package org.postern.executor.sql.parser;

/** The parts of the grammar around one token stream, each made when it is first needed. */
final class Grammar {
  private final TokenStream tokens;
  private ExpressionParser expressions;
  private PrimaryParser primaries;
  private FunctionParser functions;
  private SyntaxFunctionParser syntaxFunctions;
  private XmlParser xml;
  private TypeParser types;
  private SelectParser selects;
  private FromParser from;
  private ModifyParser modifies;
  private OptionParser options;
  private StatementParser statements;
  private TransactionParser transactions;
  private VariableParser variables;
  private CursorParser cursors;
  private MaintenanceParser maintenance;
  private CopyParser copies;
  private IndexParser indexes;
  private ConstraintParser constraints;
  private ColumnParser columns;
  private TableParser tables;
  private ViewParser views;
  private CreateParser creates;
  private DropParser drops;
  private AlterParser alters;
  private AlterTableParser alterTables;
  private ObjectParser objects;
  private PrivilegeParser privileges;
  private RoleParser roles;
  private DatabaseParser databases;
  private SequenceParser sequences;
  private TypeDefinitionParser typeDefinitions;
  private RoutineParser routines;
  private DefinitionParser definitions;
  private TriggerParser triggers;
  private RuleParser rules;
  private ForeignParser foreign;
  private PublicationParser publications;
  private ExtensionParser extensions;
  private OperatorClassParser operatorClasses;
  private TextSearchParser textSearch;

  Grammar(String sql, ParserNotices notices) {
    this.tokens = new TokenStream(sql, notices);
  }

  TokenStream tokens() {
    return tokens;
  }

  ExpressionParser expressions() {
    return expressions == null ? expressions = new ExpressionParser(this) : expressions;
  }

  PrimaryParser primaries() {
    return primaries == null ? primaries = new PrimaryParser(this) : primaries;
  }

  FunctionParser functions() {
    return functions == null ? functions = new FunctionParser(this) : functions;
  }

  SyntaxFunctionParser syntaxFunctions() {
    return syntaxFunctions == null
        ? syntaxFunctions = new SyntaxFunctionParser(this)
        : syntaxFunctions;
  }

  XmlParser xml() {
    return xml == null ? xml = new XmlParser(this) : xml;
  }

  TypeParser types() {
    return types == null ? types = new TypeParser(this) : types;
  }

  SelectParser selects() {
    return selects == null ? selects = new SelectParser(this) : selects;
  }

  FromParser from() {
    return from == null ? from = new FromParser(this) : from;
  }

  ModifyParser modifies() {
    return modifies == null ? modifies = new ModifyParser(this) : modifies;
  }

  OptionParser options() {
    return options == null ? options = new OptionParser(this) : options;
  }

  StatementParser statements() {
    return statements == null ? statements = new StatementParser(this) : statements;
  }

  TransactionParser transactions() {
    return transactions == null ? transactions = new TransactionParser(this) : transactions;
  }

  VariableParser variables() {
    return variables == null ? variables = new VariableParser(this) : variables;
  }

  CursorParser cursors() {
    return cursors == null ? cursors = new CursorParser(this) : cursors;
  }

  MaintenanceParser maintenance() {
    return maintenance == null ? maintenance = new MaintenanceParser(this) : maintenance;
  }

  CopyParser copies() {
    return copies == null ? copies = new CopyParser(this) : copies;
  }

  IndexParser indexes() {
    return indexes == null ? indexes = new IndexParser(this) : indexes;
  }

  ConstraintParser constraints() {
    return constraints == null ? constraints = new ConstraintParser(this) : constraints;
  }

  ColumnParser columns() {
    return columns == null ? columns = new ColumnParser(this) : columns;
  }

  TableParser tables() {
    return tables == null ? tables = new TableParser(this) : tables;
  }

  ViewParser views() {
    return views == null ? views = new ViewParser(this) : views;
  }

  CreateParser creates() {
    return creates == null ? creates = new CreateParser(this) : creates;
  }

  DropParser drops() {
    return drops == null ? drops = new DropParser(this) : drops;
  }

  AlterParser alters() {
    return alters == null ? alters = new AlterParser(this) : alters;
  }

  AlterTableParser alterTables() {
    return alterTables == null ? alterTables = new AlterTableParser(this) : alterTables;
  }

  ObjectParser objects() {
    return objects == null ? objects = new ObjectParser(this) : objects;
  }

  PrivilegeParser privileges() {
    return privileges == null ? privileges = new PrivilegeParser(this) : privileges;
  }

  RoleParser roles() {
    return roles == null ? roles = new RoleParser(this) : roles;
  }

  DatabaseParser databases() {
    return databases == null ? databases = new DatabaseParser(this) : databases;
  }

  SequenceParser sequences() {
    return sequences == null ? sequences = new SequenceParser(this) : sequences;
  }

  TypeDefinitionParser typeDefinitions() {
    return typeDefinitions == null
        ? typeDefinitions = new TypeDefinitionParser(this)
        : typeDefinitions;
  }

  RoutineParser routines() {
    return routines == null ? routines = new RoutineParser(this) : routines;
  }

  DefinitionParser definitions() {
    return definitions == null ? definitions = new DefinitionParser(this) : definitions;
  }

  TriggerParser triggers() {
    return triggers == null ? triggers = new TriggerParser(this) : triggers;
  }

  RuleParser rules() {
    return rules == null ? rules = new RuleParser(this) : rules;
  }

  ForeignParser foreign() {
    return foreign == null ? foreign = new ForeignParser(this) : foreign;
  }

  PublicationParser publications() {
    return publications == null ? publications = new PublicationParser(this) : publications;
  }

  ExtensionParser extensions() {
    return extensions == null ? extensions = new ExtensionParser(this) : extensions;
  }

  OperatorClassParser operatorClasses() {
    return operatorClasses == null
        ? operatorClasses = new OperatorClassParser(this)
        : operatorClasses;
  }

  TextSearchParser textSearch() {
    return textSearch == null ? textSearch = new TextSearchParser(this) : textSearch;
  }
}
