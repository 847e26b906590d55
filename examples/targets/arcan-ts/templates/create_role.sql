CREATE ROLE {{name}} LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expires}}';
